using System.Collections.Immutable;
using AgentScript.Coverage;
using AgentScript.Model;
using AgentScript.Tests.Syntax;

namespace AgentScript.Tests.Coverage;

public sealed class CoverageTests
{
    private static readonly ImmutableArray<Branch> All = Branches.Of(Script.Parse("""
        start_agent front:
            reasoning:
                instructions: ->
                    if a == 1:
                        | x
                    else if b:
                        if c:
                            | y
                    else:
                        | z
                actions:
                    go: @actions.find
                        on failure
                            set @variables.x = 1
        subagent desk:
            intent:
                words:
                    - "desk"
            reply: ->
                run @actions.find
                    on failure
                        | sorry
            after_reasoning:
                if d:
                    set @variables.x = 1
        """));

    [Theory]
    [InlineData(BranchKind.Node, "front", "front", 1, "enter front 1")]
    [InlineData(BranchKind.Branch, "front", "a == 1", 4, "branch then 4")]
    [InlineData(BranchKind.Branch, "front", "b", 6, "branch 1 4")]
    [InlineData(BranchKind.Branch, "front", "c", 7, "branch then 7")]
    [InlineData(BranchKind.Branch, "front", "else", 7, "branch else 7")]
    [InlineData(BranchKind.Branch, "front", "else", 9, "branch else 4")]
    [InlineData(BranchKind.Tool, "front", "go", 12, "tool go 12")]
    [InlineData(BranchKind.OnFailure, "front", "go", 13, "failed go: timeout 12")]
    [InlineData(BranchKind.Node, "desk", "desk", 15, "enter desk 15")]
    [InlineData(BranchKind.Intent, "desk", "desk", 16, "intent desk 16")]
    [InlineData(BranchKind.OnFailure, "desk", "find", 21, "failed find: not_found: really 20")]
    [InlineData(BranchKind.Branch, "desk", "d", 24, "branch then 24")]
    [InlineData(BranchKind.Branch, "desk", "else", 24, "branch else 24")]
    public void A_branch_is_taken_when_a_step_says_so(BranchKind kind, string node, string name, int line, string trace)
    {
        var report = CoverageReport.Of(All, [Traced.Parse(trace)!]);
        var taken = Assert.Single(report.Taken);

        Assert.Equal((kind, node, name, line), (taken.Kind, taken.Node, taken.Name, taken.Line));
        Assert.Equal(12, report.Missed.Length);
    }

    [Theory]
    [InlineData("enter front 2")]
    [InlineData("set x 4")]
    [InlineData("branch 2 4")]
    [InlineData("failed other: timeout 12")]
    public void What_is_no_branch_takes_none(string trace) => Assert.Empty(CoverageReport.Of(All, [Traced.Parse(trace)!]).Taken);

    [Fact]
    public void A_share_is_that_of_the_branches_taken_whatever_how_often()
    {
        var report = CoverageReport.Of(All, [new("enter", "front", 1), new("branch", "then", 4), new("branch", "then", 4)]);

        Assert.Equal((13, 2 / 13.0), (report.Total, report.Share));
    }

    [Theory]
    [InlineData("")]
    [InlineData("enter front")]
    [InlineData("enter front x")]
    [InlineData("enter 12")]
    [InlineData("enter x -1")]
    public void Text_that_is_no_record_is_none(string text) => Assert.Null(Traced.Parse(text));

    [Fact]
    public void The_interpreter_traces_every_branch_of_every_public_script()
    {
        foreach (var (path, text) in Corpus.Read("recipes", "fixtures", "examples"))
        {
            var script = Script.Parse(text, path);
            var traceable = AgentScript.Running.Interpreter.Traceable(script).ToHashSet();
            Assert.All(Branches.Of(script).Where(b => b.Kind is BranchKind.Node or BranchKind.Branch or BranchKind.Tool), b => Assert.True(traceable.Contains(b.Trace), $"{path}: {b.Trace}"));
        }
    }

    [Fact]
    public void A_script_without_branches_is_covered() => Assert.Equal(1, CoverageReport.Of([], []).Share);
}
