using System.Collections.Immutable;
using AgentScript.Coverage;
using AgentScript.Model;

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

    [Fact]
    public void Branches_are_everything_a_conversation_may_take_or_not() => Assert.Equal(
        [
            new(BranchKind.Node, "front", "front", 1),
            new(BranchKind.Branch, "front", "a == 1", 4),
            new(BranchKind.Branch, "front", "b", 6),
            new(BranchKind.Branch, "front", "c", 7),
            new(BranchKind.Branch, "front", "else", 9),
            new(BranchKind.Tool, "front", "go", 12),
            new(BranchKind.OnFailure, "front", "find", 13),
            new(BranchKind.Node, "desk", "desk", 15),
            new(BranchKind.Intent, "desk", "desk", 16),
            new(BranchKind.OnFailure, "desk", "find", 21),
            new(BranchKind.Branch, "desk", "d", 24),
        ],
        All.AsEnumerable());

    [Fact]
    public void What_no_trace_names_was_missed()
    {
        var report = CoverageReport.Of(All, [new("enter", "front", 1), new("branch", "then", 6), new("branch", "then", 6), new("tool", "go", 12), new("set", "x", 4)]);

        Assert.Equal([1, 6, 12], report.Taken.Select(b => b.Line));
        Assert.Equal([4, 7, 9, 13, 15, 16, 21, 24], report.Missed.Select(b => b.Line));
        Assert.Equal((11, 3 / 11.0), (report.Total, report.Share));
    }

    [Fact]
    public void A_script_without_branches_is_covered() => Assert.Equal(1, CoverageReport.Of([], []).Share);
}
