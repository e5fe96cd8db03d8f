using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;

namespace FunctionsAgent.Tools;

/// <summary>A <see cref="ToolSpec"/> with its schemas, paths and URLs read once.</summary>
internal sealed class CompiledTool
{
    public const int MaxRetries = 10;
    public static ImmutableArray<string> Methods { get; } = ["GET", "POST", "PUT", "PATCH", "DELETE"];
    private readonly ImmutableArray<(string Field, JsonPath Path)> projection;

    /// <exception cref="ArgumentException">The spec cannot work; the message says which part of it, and why.</exception>
    public CompiledTool(ToolSpec spec)
    {
        Spec = spec;
        Input = new ToolSchema(spec.Input, $"input of {spec.Name}");
        Output = new ToolSchema(spec.Output, $"output of {spec.Name}");
        projection = [.. spec.Project.Select(field => (field.Key, JsonPath.Parse(field.Value))).OrderBy(field => field.Key, StringComparer.Ordinal)];
        Url = Compile(spec.Http, "http");
        CheckRows(spec);
        if (spec.Reconcile is null) return;
        if (spec.Reconcile.Method != "GET") throw new ArgumentException($"{spec.Name}: reconcile asks and changes nothing, so its method is GET, not {spec.Reconcile.Method}.");
        ReconcileUrl = Compile(spec.Reconcile, "reconcile");
    }

    public ToolSpec Spec { get; }

    public ToolSchema Input { get; }

    public ToolSchema Output { get; }

    public UrlTemplate Url { get; }

    public UrlTemplate? ReconcileUrl { get; }

    /// <summary>The fields the spec names, and no other. A field whose path leads nowhere is left out.</summary>
    public JsonElement Project(JsonElement answer)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var (field, path) in projection)
            {
                if (path.Select(answer) is not { } found) continue;
                json.WritePropertyName(field);
                if (found.Many) json.WriteStartArray();
                foreach (var node in found.Nodes) node.WriteTo(json);
                if (found.Many) json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }

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
        foreach (var row in spec.Rows?.Keys ?? [])
        {
            if (Input.Properties.Contains(row)) throw new ArgumentException($"{spec.Name}: the row '{row}' is set by the runtime alone, and the input schema declares it as an argument.");
        }
    }
}
