using System.Text;

namespace FunctionsAgent.Guardrails;

/// <summary>An answer without its unsupported sentences, and without what only introduced them.</summary>
internal static class GroundingRest
{
    public static string Of(string answer, GroundingReading reading)
    {
        var (spans, keeps) = Kept(answer, reading);
        var rest = new StringBuilder(answer.Length);
        var at = 0;
        for (var i = 0; i < spans.Count; i++)
        {
            if (!keeps[i]) continue;
            var span = spans[i];
            var isFirst = i == 0 || IsNewLine(answer, spans[i - 1].End, span.Start);
            var since = LineSince(answer, at, span.Start);
            if (rest.Length > 0) rest.Append(since.Length > 0 ? since : " ");
            // A list's item keeps its mark when its first sentence goes.
            if (!isFirst && !keeps[i - 1] && since.Length > 0 && Mark(answer, spans, i) is { Length: > 0 } mark) rest.Append(mark);
            rest.Append(answer, span.Start, span.Length);
            at = span.End;
        }
        return rest.ToString();
    }

    /// <summary>From the end: a heading, a lead-in, a table's first row stays where something below it does, or where nothing below it was taken.</summary>
    private static (List<GroundingSpan> Spans, bool[] Keeps) Kept(string answer, GroundingReading reading)
    {
        var spans = new List<GroundingSpan>(reading.Sentences.Length);
        var cut = new GroundingSentences(answer);
        while (cut.Next(out var span)) spans.Add(span);
        var keeps = new bool[spans.Count];
        var (listed, below) = ((Kept: 0, Gone: 0), (Kept: 0, Gone: 0));
        for (var i = spans.Count - 1; i >= 0; i--)
        {
            var (shape, sentence) = (spans[i].Shape, reading.Sentences[i]);
            var isTable = shape is GroundingShape.Heading or GroundingShape.Row && answer[spans[i].Start] == '|';
            var of = shape == GroundingShape.LeadIn || isTable ? listed : below;
            var introduces = shape is GroundingShape.Heading or GroundingShape.LeadIn || (isTable && !sentence.IsClaim);
            keeps[i] = sentence.IsSupported && !(introduces && of.Gone > 0 && of.Kept == 0);
            below = keeps[i] ? (below.Kept + 1, below.Gone) : (below.Kept, below.Gone + 1);
            listed = shape is GroundingShape.Item or GroundingShape.Row || isTable ? (listed.Kept + (keeps[i] ? 1 : 0), listed.Gone + (keeps[i] ? 0 : 1)) : default;
            if (shape == GroundingShape.Heading && !isTable) below = default;
        }
        return (spans, keeps);
    }

    private static bool IsNewLine(string text, int from, int to) => text.AsSpan(from, to - from).ContainsAny('\n', '\r');

    /// <summary>The line breaks between what was kept last and what is kept next: at most one empty line.</summary>
    private static string LineSince(string text, int from, int to)
    {
        var breaks = text.AsSpan(from, to - from).Count('\n');
        if (breaks == 0) return "";
        // An empty line parts paragraphs still where a sentence between them is gone.
        return text.AsSpan(from, to - from).Contains("\n\n", StringComparison.Ordinal) || text.AsSpan(from, to - from).Contains("\n\r\n", StringComparison.Ordinal) ? "\n\n" : "\n";
    }

    private static string Mark(string answer, List<GroundingSpan> spans, int at)
    {
        var first = at;
        while (first > 0 && !IsNewLine(answer, spans[first - 1].End, spans[first].Start)) first--;
        if (spans[first].Shape != GroundingShape.Item) return "";
        var line = answer.AsSpan(spans[first].Start, spans[first].Length);
        return line[..(line.IndexOf(' ') + 1)].ToString();
    }
}
