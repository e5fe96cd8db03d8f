using System.Collections.Immutable;
using AgentScript.Syntax;

namespace AgentScript.Formatting;

/// <summary>From the tree to lines: one for each entry, statement and item.</summary>
internal sealed class TreeWriter(SourceText source, LineWriter lines)
{
    private readonly ValueWriter values = new(source, lines);

    public void Write(BodySyntax body) => Body(body, 0);

    private void Body(BodySyntax? body, int level)
    {
        switch (body)
        {
            case MappingSyntax mapping:
                foreach (var member in mapping.Members) Member(member, level);
                break;
            case SequenceSyntax sequence:
                foreach (var item in sequence.Items) Item(item, level);
                break;
            case ValueBodySyntax lone:
                Line(level, lone.Start, lone.Value.End, values.Begin(level).Value(lone.Value));
                break;
        }
    }

    private void Item(SequenceItemSyntax item, int level)
    {
        var text = values.Begin(level).Append("-");
        if (item.Value is { } value)
        {
            Line(level, item.Start, value.End, text.Append(" ").Value(value), item.Body);
            Body(item.Body, level + 1);
            return;
        }
        if (item.Body is MappingSyntax { Members: [var head, .. var rest] } && source.Line(head.Start) == source.Line(item.Start))
        {
            Member(head, level, item);
            foreach (var member in rest) Member(member, level + 1);
            return;
        }
        Line(level, item.Start, item.Start + 1, text, item.Body);
        Body(item.Body, level + 1);
    }

    /// <param name="item">The sequence item whose dash stands before it on its line.</param>
    private void Member(MemberSyntax member, int level, SequenceItemSyntax? item = null)
    {
        var text = values.Begin(level).Append(item is null ? "" : "- ");
        var start = item?.Start ?? member.Start;
        switch (member)
        {
            case EntrySyntax entry:
                text.Slice(entry.Key).Append(":");
                if (entry.Value is not null) text.Append(" ").Value(entry.Value);
                if (entry.Arrow) text.Append(" ->");
                Line(level, start, entry.Value?.End ?? entry.Key.End, text, entry.Body, entry.Value is null);
                Body(entry.Body, level + 1);
                break;
            case TemplateStatementSyntax template:
                Line(level, start, template.End, text.Value(template.Template));
                break;
            case IfStatementSyntax choice:
                Branches(choice.Branches, level, start);
                break;
            case RunStatementSyntax run:
                Line(level, start, run.Action.End, text.Append("run ").Value(run.Action), run.Body);
                Body(run.Body, level + 1);
                break;
            case SetStatementSyntax set:
                Line(level, start, set.Value.End, text.Append("set ").Value(set.Target).Append(" = ").Value(set.Value));
                break;
            case TransitionStatementSyntax { Clauses: [.., var last] clauses } when !lines.HasComment(member):
                Line(level, start, last.End, text.Append("transition").Clauses(clauses));
                break;
            case WithStatementSyntax { Bindings: [.., var last] bindings } when !lines.HasComment(member):
                Line(level, start, last.End, text.Append("with ").Bindings(bindings));
                break;
            case AvailableWhenStatementSyntax available:
                Line(level, start, available.Condition.End, text.Append("available when ").Value(available.Condition));
                break;
            case CollectStatementSyntax collect:
                Line(level, start, collect.Target.End, text.Append("collect ").Value(collect.Target), collect.Body);
                Body(collect.Body, level + 1);
                break;
            case OnFailureStatementSyntax failure:
                Line(level, start, start, text.Append("on failure"), failure.Body);
                Body(failure.Body, level + 1);
                break;
            default:
                Line(level, start, member.End, text.Lines(member));
                break;
        }
    }

    private void Branches(ImmutableArray<BranchSyntax> branches, int level, int start)
    {
        foreach (var branch in branches)
        {
            var text = values.Begin(level).Append(branch == branches[0] ? "" : branch.Condition is null ? "else" : "else ");
            if (branch.Condition is { } condition) text.Append("if ").Value(condition);
            var from = branch == branches[0] ? start : branch.Start;
            Line(level, from, branch.Condition?.End ?? from, text.Append(":"), branch.Body);
            Body(branch.Body, level + 1);
        }
    }

    private void Line(int level, int start, int end, ValueWriter text, BodySyntax? body = null, bool opens = false)
    {
        var isEmpty = body is null or MappingSyntax { Members.IsEmpty: true };
        lines.Line(level, start, end, text, opens || !isEmpty);
    }
}
