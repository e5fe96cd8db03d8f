using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace AgentScript.Syntax;

internal sealed partial class DocumentParser
{
    private const string FoundLineEnd = "the end of the line";
    private const int LongestQuote = 40;

    private readonly List<Diagnostic> diagnostics = [];

    // Set by an error that makes its whole line doubtful: what follows from it is not reported until the line is over.
    private bool panic;
    private bool unordered;

    private ImmutableArray<Diagnostic> Diagnostics()
    {
        // A stable sort, as two errors may lie at one place; never more than a thousand. The note that there are more has the largest offset.
        if (unordered) return [.. diagnostics.OrderBy(d => d.Start)];
        return [.. diagnostics];
    }

    private bool IsSilent => panic || diagnostics.Count >= Parser.MaxDiagnostics;

    private void Report(string code, int start, int end, string message)
    {
        if (IsSilent) return;
        if (diagnostics.Count == Parser.MaxDiagnostics - 1)
        {
            message = $"There are more errors from here on; these are the first {Parser.MaxDiagnostics - 1}. Correct them and look again.";
            start = diagnostics.Max(d => d.Start) is var last && last > start ? last : start;
            end = Math.Max(start, end);
        }
        if (diagnostics.Count > 0 && diagnostics[^1].Start > start) unordered = true;
        diagnostics.Add(new Diagnostic(Severity.Error, code, message, start, end));
    }

    /// <summary>Reports, and trusts nothing more until the line is over.</summary>
    private void Fail(string code, int start, int end, string message)
    {
        Report(code, start, end, message);
        panic = true;
    }

    private void ReportUnexpected(int end, string expected) => ReportUnexpected(current, end, expected);

    private void ReportUnexpected(Token found, int end, string expected)
    {
        if (IsSilent) return;
        Report(DiagnosticCode.Syntax, found.Start, end, $"Expected {expected}, but found {Describe(found)}. {Advice(found)}");
    }

    private string Advice(Token found) => found.Kind switch
    {
        TokenKind.Assign => "`==` compares; `=` assigns, in `set`, `with` and defaults.",
        TokenKind.Bad when text[found.Start] == '\'' => "Text stands in double quotes: \"text\".",
        TokenKind.Bad when text[found.Start] == '&' => "Write `and`.",
        TokenKind.Bad when text[found.Start] == '!' => "Write `not`.",
        TokenKind.Pipe => "A template stands on a line of its own, or alone behind a key; `or` is the operator.",
        TokenKind.Colon => "Text that holds a colon stands in double quotes.",
        TokenKind.Identifier when Span(found) is "in" => "There is no `in`.",
        TokenKind.Newline or TokenKind.Indent or TokenKind.Dedent or TokenKind.EndOfFile => "Write what is missing.",
        _ => "Remove it, or put it on a line of its own.",
    };

    private string Found() => IsSilent ? "" : Describe(current);

    private string Describe(Token token) => token.Kind switch
    {
        TokenKind.EndOfFile => "the end of the text",
        TokenKind.Newline or TokenKind.Indent or TokenKind.Dedent => FoundLineEnd,
        _ => Quote(token.Start, token.End),
    };

    /// <summary>A piece of the text for a message: short, and without what no terminal can show.</summary>
    private string Quote(int start, int end)
    {
        if (IsSilent) return "";
        var quote = new StringBuilder("`");
        for (var at = start; at < end && at < start + LongestQuote; at++)
        {
            var c = text[at];
            var shown = !char.IsControl(c) && CharUnicodeInfo.GetUnicodeCategory(c) is not (UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
            if (shown && (c == ' ' || !char.IsWhiteSpace(c))) quote.Append(c);
            else if (char.IsSurrogatePair(text, at) && at + 1 < end) quote.Append(c).Append(text[++at]);
            else quote.Append(CultureInfo.InvariantCulture, $"U+{(int)c:X4}");
        }
        if (end > start + LongestQuote) quote.Append('…');
        return quote.Append('`').ToString();
    }
}
