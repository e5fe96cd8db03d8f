using AgentScript.Graphs;
using AgentScript.Model;
using AgentScript.Tests.Syntax;

namespace AgentScript.Tests.Graphs;

public sealed class GraphTests
{
    private const string Source = """
        connected_subagent Visa:
            target: "agent://Visa"
            description: "Visa rules"
            after_response:
                if @variables.x == "":
                    transition to @subagent.desk

        start_agent front:
            description: "Routes"
            reasoning:
                instructions: ->
                    if @variables.x is None:
                        transition to @subagent.desk
                    else:
                        run @utils.end_session
                actions:
                    to_desk: @utils.transition to @subagent.desk
                        available when @variables.x != "<a>"
                        available when True
                    ask: @subagent.desk
                    visa: @connected_subagent.Visa
                    human: @utils.escalate
                    bye: @utils.end_session
                    lost: @utils.transition to @subagent.nowhere
                    work: @actions.do
                        if @outputs.done:
                            transition to @subagent.desk

        subagent desk:
            description: "Answers"
            intent:
                words:
                    - "desk"
            reply: ->
                run @actions.do
                    on failure
                        run @utils.escalate
        """;

    private static readonly Graph Found = Graph.Of(Script.Parse(Source));

    [Theory]
    [InlineData("front", "desk", EdgeKind.Transition, "@variables.x is None", "instructions", 13)]
    [InlineData("front", Graph.End, EdgeKind.End, "otherwise", "instructions", 15)]
    [InlineData("front", "desk", EdgeKind.Transition, "@variables.x != \"<a>\" and True", "tool to_desk", 17)]
    [InlineData("front", "desk", EdgeKind.Delegation, null, "tool ask", 20)]
    [InlineData("front", "Visa", EdgeKind.Connected, null, "tool visa", 21)]
    [InlineData("front", Graph.Person, EdgeKind.Escalate, null, "tool human", 22)]
    [InlineData("front", Graph.End, EdgeKind.End, null, "tool bye", 23)]
    [InlineData("front", "nowhere", EdgeKind.Transition, null, "tool lost", 24)]
    [InlineData("front", "desk", EdgeKind.Transition, "@outputs.done", "tool work", 27)]
    [InlineData(Graph.Customer, "desk", EdgeKind.Intent, null, "intent", 31)]
    [InlineData("desk", Graph.Person, EdgeKind.Escalate, "on failure", "reply", 37)]
    [InlineData("Visa", "desk", EdgeKind.Transition, "@variables.x == \"\"", "after_response", 6)]
    public void An_edge_says_where_it_leads_and_when(string from, string to, EdgeKind kind, string? condition, string where, int line) =>
        Assert.Contains(new Edge(from, to, kind, condition, where, line), Found.Edges);

    [Fact]
    public void There_are_no_other_edges() => Assert.Equal(12, Found.Edges.Length);

    [Fact]
    public void Nodes_are_those_of_the_script_and_the_places_around_it() => Assert.Equal(
        [
            new("front", GraphNodeKind.Start, 8), new("desk", GraphNodeKind.Subagent, 29), new("Visa", GraphNodeKind.ConnectedAgent, 1),
            new(Graph.Customer, GraphNodeKind.Customer, 0), new(Graph.Person, GraphNodeKind.Person, 0), new(Graph.End, GraphNodeKind.End, 0),
        ],
        Found.Nodes.AsEnumerable());

    [Fact]
    public void Mermaid_names_every_node_once_and_escapes_what_would_end_a_label()
    {
        var text = Found.ToMermaid();

        Assert.StartsWith("flowchart TD\n    n0([\"front\"])\n    n1[\"desk\"]\n    n2[[\"Visa\"]]\n", text, StringComparison.Ordinal);
        Assert.Contains("    n6[\"nowhere\"]\n", text, StringComparison.Ordinal);
        Assert.Contains("    n0 -->|\"tool to_desk: @variables.x != #quot;#lt;a#gt;#quot; and True\"| n1\n", text, StringComparison.Ordinal);
        Assert.Contains("    n0 -.->|\"tool ask\"| n1\n", text, StringComparison.Ordinal);
        Assert.Contains("    n0 ==>|\"tool human\"| n4\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Dot_quotes_what_stands_in_a_label()
    {
        var text = Found.ToDot();

        Assert.StartsWith("digraph script {\n", text, StringComparison.Ordinal);
        Assert.Contains("    n0 -> n1 [label=\"tool to_desk: @variables.x != \\\"<a>\\\" and True\"];\n", text, StringComparison.Ordinal);
        Assert.Contains("    n0 -> n2 [label=\"tool visa\", style=dashed];\n", text, StringComparison.Ordinal);
        Assert.EndsWith("}\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_condition_is_cut_in_the_picture_alone()
    {
        var graph = Graph.Of(Script.Parse($"start_agent a:\n    reply: ->\n        if \"{new string('x', 200)}\":\n            transition to @subagent.a\n"));

        Assert.True(graph.Edges.Single().Condition!.Length > 200);
        Assert.Contains("…\"|", graph.ToMermaid(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_public_script_has_its_picture() => Assert.All(Corpus.Read("recipes", "fixtures", "examples", "broken"), one =>
    {
        var graph = Graph.Of(Script.Parse(one.Text));
        var mermaid = graph.ToMermaid().Split('\n');

        Assert.Equal(graph.Edges.Length, mermaid.Count(l => l.Contains(">|", StringComparison.Ordinal)));
        Assert.Equal(graph.Edges.Length, graph.ToDot().Split('\n').Count(l => l.Contains(" -> ", StringComparison.Ordinal)));
    });

    [Fact]
    public void A_script_without_anything_has_an_empty_picture() => Assert.Equal("flowchart TD\n", Graph.Of(Script.Parse("")).ToMermaid());
}
