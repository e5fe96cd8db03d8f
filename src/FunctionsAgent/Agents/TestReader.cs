using System.Collections.Immutable;
using System.Text.Json;
using FunctionsAgent.Policies;

namespace FunctionsAgent.Agents;

/// <summary>Reads <c>tests/*.yaml</c>: a list of conversations with what is expected of them.</summary>
/// <param name="names">Where each test's name was first given, over all files.</param>
internal sealed class TestReader(Values values, ToolAnswers answers, ExpectationReader expectations, Dictionary<string, FilePosition> names)
{
    public ImmutableArray<PackageTest> Read(YamlNode root) => values.List(root, "A test file", Test);

    private PackageTest Test(YamlNode node)
    {
        var test = new Fields(node, "A test", values);
        var name = test.Need("name", "what the test shows") is { } n ? values.Text(n, "A test's name", filled: false) : "";
        if (name.Length > 0 && !names.TryAdd(name, node.At)) values.Errors.Add(node.At, $"The test '{Shown.Of(name)}' stands here a second time; the first is at {names[name]}.");
        var channel = test.Take("channel") is { } c ? values.Choice(c, "channel", AgentReader.Channels) : "chat";
        JsonElement? customer = test.Take("customer") is { } who ? Customer(who) : null;
        var tools = test.Take("tools") is { } peers ? answers.Read(peers) : [];
        var turns = test.Need("turns", "a list of what the customer says and what is expected") is { } t ? values.List(t, "turns", Turn) : [];
        if (test.Take("turns") is YamlSequence { Items.Length: 0 } none) values.Errors.Add(none.At, "turns is empty: a test has at least one.");
        test.Done();
        return new(name, channel, customer, tools, turns, node.At);
    }

    private JsonElement? Customer(YamlNode node)
    {
        if (node is YamlMapping) return YamlJson.Element(node);
        values.Errors.Add(node.At, $"customer is a mapping of what is stated, not {node.Kind}.");
        return null;
    }

    private TestTurn Turn(YamlNode node)
    {
        var turn = new Fields(node, "A turn", values);
        var says = turn.Need("says", "the customer's words") is { } words ? values.Text(words, "says", filled: false) : "";
        var expect = turn.Need("expect", "what is true of the turn") is { } expected ? expectations.Read(expected) : new([], []);
        turn.Done();
        return new(says, expect, node.At);
    }
}
