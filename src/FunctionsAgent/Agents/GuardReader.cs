using System.Collections.Immutable;
using FunctionsAgent.Guardrails;

namespace FunctionsAgent.Agents;

/// <summary>Reads <c>guards</c> of <c>agent.yaml</c>: the order is the one they are written in. One that is not named stands behind those that are, in its usual mode.</summary>
internal sealed class GuardReader(Values values)
{
    /// <summary>Every guard there is, in the usual order. One that takes options reads them.</summary>
    private static readonly ImmutableArray<Known> All =
    [
        new("size", GuardMode.On, (options, values) => options?.Take("maxCharacters") is { } limit ? new SizeGuard(values.Whole(limit, "maxCharacters", 1, 100_000)) : new SizeGuard()),
        new("writes", GuardMode.On, (_, _) => new WriteGuard()),
        new("secrets", GuardMode.On, (_, _) => new SecretsGuard()),
    ];

    private static readonly ImmutableArray<string> Modes = ["on", "shadow", "off"];

    internal static ImmutableArray<string> Names { get; } = [.. All.Select(known => known.Name)];

    /// <param name="Usual">Of one that is not named.</param>
    private sealed record Known(string Name, GuardMode Usual, Func<Fields?, Values, IGuard> Make);

    public ImmutableArray<GuardUse> Read(YamlNode? node)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var named = node is null ? [] : values.List(node, "guards", item =>
        {
            var use = Guard(new Fields(item, "A guard", values));
            if (use is not null && !seen.Add(use.Info.Name)) values.Errors.Add(item.At, $"The guard '{use.Info.Name}' stands here a second time.");
            return use;
        });
        return [.. named.OfType<GuardUse>(), .. All.Where(known => !seen.Contains(known.Name)).Select(known => new GuardUse(known.Make(null, values), known.Usual))];
    }

    private GuardUse? Guard(Fields guard)
    {
        var name = guard.Need("name", string.Join(" or ", Names)) is { } n ? values.Choice(n, "A guard's name", Names) : "";
        var mode = guard.Need("mode", "on, shadow or off") is { } m ? values.Choice(m, "A guard's mode", Modes) : "";
        var made = All.FirstOrDefault(known => known.Name == name)?.Make(guard, values);
        guard.Done();
        return made is null ? null : new(made, mode switch { "shadow" => GuardMode.Shadow, "off" => GuardMode.Off, _ => GuardMode.On });
    }
}
