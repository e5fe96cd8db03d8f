using System.Collections.Immutable;

namespace FunctionsAgent.Tools;

/// <summary>A <see cref="ToolSpec"/> with its schemas, paths and URLs read once.</summary>
internal sealed class CompiledTool
{
    public const int MaxRetries = 10;
    public static ImmutableArray<string> Methods { get; } = ["GET", "POST", "PUT", "PATCH", "DELETE"];

    /// <exception cref="ArgumentException">The spec cannot work; the message says which part of it, and why.</exception>
    public CompiledTool(ToolSpec spec)
    {
        Spec = spec;
        Input = new ToolSchema(spec.Input, $"input of {spec.Name}");
        Output = new ToolSchema(spec.Output, $"output of {spec.Name}");
        Root = new RootShape(spec.Output);
        Plan = ProjectionPlan.Of(spec);
        Url = Compile(spec.Http, "http");
        RowNames = new RowNames(spec.Rows?.Keys ?? []);
        CheckRows(spec);
        if (spec.Reconcile is null) return;
        if (spec.Reconcile.Method != "GET") throw new ArgumentException($"{spec.Name}: reconcile asks and changes nothing, so its method is GET, not {spec.Reconcile.Method}.");
        ReconcileUrl = Compile(spec.Reconcile, "reconcile");
    }

    public ToolSpec Spec { get; }

    public ToolSchema Input { get; }

    public ToolSchema Output { get; }

    /// <summary>What the output schema says of the whole answer, where that is too large to be judged by all of it.</summary>
    public RootShape Root { get; }

    public ProjectionPlan Plan { get; }

    public UrlTemplate Url { get; }

    public RowNames RowNames { get; }

    public UrlTemplate? ReconcileUrl { get; }

    private UrlTemplate Compile(HttpSpec http, string part)
    {
        if (!Methods.Contains(http.Method)) throw new ArgumentException($"{Spec.Name}: the method of {part} is one of {string.Join(", ", Methods)}, not '{http.Method}'.");
        if (http.Timeout <= TimeSpan.Zero) throw new ArgumentException($"{Spec.Name}: the timeout of {part} is {http.Timeout}, and must be longer than zero.");
        if (http.Retries is < 0 or > MaxRetries) throw new ArgumentException($"{Spec.Name}: {part} has {http.Retries} retries; 0 to {MaxRetries} are allowed.");

        var url = new UrlTemplate(http.Url);
        foreach (var argument in url.Arguments.Where(argument => !Input.Properties.Contains(argument) && Spec.Rows?.ContainsKey(argument) != true))
            throw new ArgumentException($"{Spec.Name}: the URL of {part} takes '{argument}', which neither the input schema nor rows declare.");
        return url;
    }

    // What the input declares, a customer or a model could set.
    private void CheckRows(ToolSpec spec)
    {
        if (Input.Properties.FirstOrDefault(RowNames.Contain) is { } declared)
            throw new ArgumentException($"{spec.Name}: the row '{spec.Rows!.Keys.First(row => RowNames.Same(row, declared))}' is set by the runtime alone, and the input schema declares it as an argument{(spec.Rows.ContainsKey(declared) ? "" : $", '{declared}'")}.");
    }
}
