using System.Collections.Immutable;

namespace FunctionsAgent.Agents;

/// <summary>Reads <c>expect</c> of a test's turn.</summary>
internal sealed class ExpectationReader(Values values, IReadOnlyCollection<string> tools, IReadOnlyCollection<string> policies)
{
    public static ImmutableArray<string> Outcomes { get; } = ["replied", "handed-off", "closed"];

    public static ImmutableArray<string> Effects { get; } = ["reply", "ask", "confirm", "handoff", "end-turn", "end-session"];

    public Expectation Read(YamlNode node)
    {
        var expect = new Fields(node, "expect", values);
        var reply = expect.Take("reply") is { } r ? OneOrMany(r, "reply") : [];
        var not = expect.Take("not") is { } n ? OneOrMany(n, "not") : [];
        var intent = expect.Take("intent") is { } i ? values.Matching(i, "intent", AgentReader.IntentForm(), "the name of an intent, or none") : null;
        ImmutableArray<string>? called = expect.Take("tools") is { } t ? values.List(t, "tools", tool => values.Choice(tool, "An expected tool", tools)) : null;
        var policy = expect.Take("policy") is { } p ? values.Choice(p, "policy", policies) : null;
        var (handoff, reason) = expect.Take("handoff") is { } h ? Handoff(h) : (null, null);
        var outcome = expect.Take("outcome") is { } o ? values.Choice(o, "outcome", Outcomes) : null;
        var effect = expect.Take("effect") is { } e ? values.Choice(e, "effect", Effects) : null;
        if (node is YamlMapping { Entries.Length: 0 }) values.Errors.Add(node.At, "expect is empty: a test that cannot fail shows nothing.");
        expect.Done();
        return new(reply, not, intent, called, policy, handoff, reason, outcome, effect);
    }

    private ImmutableArray<string> OneOrMany(YamlNode node, string what)
    {
        if (node is YamlSequence { Items.Length: 0 }) values.Errors.Add(node.At, $"{what} is empty: leave the key out.");
        return node is YamlSequence ? values.List(node, what, item => values.Text(item, $"An entry of {what}", filled: false)) : [values.Text(node, what, filled: false)];
    }

    private (bool?, string?) Handoff(YamlNode node) => node is YamlScalar { Type: ScalarType.Text }
        ? (true, values.Text(node, "handoff", filled: false))
        : (values.Truth(node, "handoff (a reason, or whether it is handed over)"), null);
}
