using System.Collections.Immutable;
using FunctionsAgent.Guardrails;

namespace FunctionsAgent.Agents;

/// <summary>Reads <c>guards</c> of <c>agent.yaml</c>: the order is the one they are written in. One that is not named is on, behind those that are.</summary>
internal sealed class GuardReader(Values values)
{
    private static readonly ImmutableArray<string> Known = ["size", "secrets"];

    public ImmutableArray<GuardSpec> Read(YamlNode? node)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var named = node is null ? [] : values.List(node, "guards", item =>
        {
            var guard = Guard(new Fields(item, "A guard", values));
            if (guard.Name.Length > 0 && !seen.Add(guard.Name)) values.Errors.Add(item.At, $"The guard '{guard.Name}' stands here a second time.");
            return guard;
        });
        return [.. named, .. Known.Where(name => !seen.Contains(name)).Select(name => new GuardSpec(name, true))];
    }

    public static ImmutableArray<IGuard> Make(ImmutableArray<GuardSpec> guards) =>
        [.. guards.Where(guard => guard.On).Select(IGuard (guard) => guard switch
        {
            { Name: "size", MaxCharacters: { } most } => new SizeGuard(most),
            { Name: "size" } => new SizeGuard(),
            _ => new SecretsGuard(),
        })];

    private GuardSpec Guard(Fields guard)
    {
        var name = guard.Need("name", string.Join(" or ", Known)) is { } n ? values.Choice(n, "A guard's name", Known) : "";
        var mode = guard.Need("mode", "on or off") is { } m ? Mode(m) : "on";
        int? most = name == "size" && guard.Take("maxCharacters") is { } limit ? values.Whole(limit, "maxCharacters", 1, 100_000) : null;
        guard.Done();
        return new(name, mode != "off", most);
    }

    private string Mode(YamlNode node)
    {
        if (node is not YamlScalar { Type: ScalarType.Text, Text: "shadow" }) return values.Choice(node, "A guard's mode", ["on", "off"]);
        values.Errors.Add(node.At, "The mode 'shadow' is not built yet: on or off is expected.");
        return "";
    }
}
