using System.Collections.Immutable;
using AgentScript.Syntax;

namespace AgentScript.Formatting;

/// <summary>From the tree to lines: one for each entry, statement and item.</summary>
internal sealed class TreeWriter(SourceText source, LineWriter lines)
{
    private const string Dash = "- ";

    private readonly ValueWriter values = new(source, lines);

    public void Write(BodySyntax body) => Body(body, 0);

    private void Body(BodySyntax? body, int indent)
    {
        switch (body)
        {
            case MappingSyntax mapping:
                foreach (var member in mapping.Members) Member(member, indent);
                break;
            case SequenceSyntax sequence:
                foreach (var item in sequence.Items) Item(item, indent);
                break;
            case ValueBodySyntax lone:
                Line(indent, lone.Start, lone.Value.End, values.Begin(indent).Value(lone.Value));
                break;
        }
    }

    private void Item(SequenceItemSyntax item, int indent)
    {
        var text = values.Begin(indent);
        if (item.Value is { } value)
        {
            Line(indent, item.Start, value.End, text.Append(Dash).Value(value), item.Body);
            Body(item.Body, indent + LineWriter.Indentation);
            return;
        }
        if (item.Body is MappingSyntax { Members: [EntrySyntax head, .. var rest] } && source.Line(head.Start) == source.Line(item.Start))
        {
            // Its keys stand below the first one, so that a block of the first stands deeper.
            Line(indent, item.Start, HeadEnd(head), Head(head, text.Append(Dash)), head.Body, head.Value is null);
            lines.Place(indent + Dash.Length, head.Start);
            Body(head.Body, indent + Dash.Length + LineWriter.Indentation);
            foreach (var member in rest) Member(member, indent + Dash.Length);
            return;
        }
        Line(indent, item.Start, item.Start + 1, text.Append("-"), item.Body);
        Body(item.Body, indent + LineWriter.Indentation);
    }

    private static ValueWriter Head(EntrySyntax entry, ValueWriter text)
    {
        text.Key(entry.Key).Append(":");
        if (entry.Value is not null) text.Append(" ").Value(entry.Value);
        return entry.Arrow ? text.Append(" ->") : text;
    }

    private static int HeadEnd(EntrySyntax entry) => entry.Value?.End ?? entry.Key.End;

    private void Member(MemberSyntax member, int indent)
    {
        var text = values.Begin(indent);
        var start = member.Start;
        switch (member)
        {
            case EntrySyntax entry:
                Line(indent, start, HeadEnd(entry), Head(entry, text), entry.Body, entry.Value is null);
                Body(entry.Body, indent + LineWriter.Indentation);
                break;
            case TemplateStatementSyntax template:
                Line(indent, start, template.End, text.Value(template.Template));
                break;
            case IfStatementSyntax choice:
                Branches(choice.Branches, indent);
                break;
            case RunStatementSyntax run:
                Line(indent, start, run.Action.End, text.Append("run ").Value(run.Action), run.Body);
                Body(run.Body, indent + LineWriter.Indentation);
                break;
            case SetStatementSyntax set:
                Line(indent, start, set.Value.End, text.Append("set ").Value(set.Target).Append(" = ").Value(set.Value));
                break;
            case TransitionStatementSyntax { Clauses: [.., var last] clauses } when !lines.HasComment(member):
                Line(indent, start, last.End, text.Append("transition").Clauses(clauses));
                break;
            case WithStatementSyntax { Bindings: [.., var last] bindings } when !lines.HasComment(member):
                Line(indent, start, last.End, text.Append("with ").Bindings(bindings));
                break;
            case AvailableWhenStatementSyntax available:
                Line(indent, start, available.Condition.End, text.Append("available when ").Value(available.Condition));
                break;
            case CollectStatementSyntax collect:
                Line(indent, start, collect.Target.End, text.Append("collect ").Value(collect.Target), collect.Body);
                Body(collect.Body, indent + LineWriter.Indentation);
                break;
            case OnFailureStatementSyntax failure:
                Line(indent, start, start, text.Append("on failure"), failure.Body);
                Body(failure.Body, indent + LineWriter.Indentation);
                break;
            default:
                Line(indent, start, member.End, text.Lines(member));
                break;
        }
    }

    private void Branches(ImmutableArray<BranchSyntax> branches, int indent)
    {
        foreach (var branch in branches)
        {
            var text = values.Begin(indent).Append(branch == branches[0] ? "" : branch.Condition is null ? "else" : "else ");
            if (branch.Condition is { } condition) text.Append("if ").Value(condition);
            Line(indent, branch.Start, branch.Condition?.End ?? branch.Start, text.Append(":"), branch.Body);
            Body(branch.Body, indent + LineWriter.Indentation);
        }
    }

    private void Line(int indent, int start, int end, ValueWriter text, BodySyntax? body = null, bool opens = false)
    {
        var isEmpty = body is null or MappingSyntax { Members.IsEmpty: true };
        lines.Line(indent, start, end, text, opens || !isEmpty);
    }
}
