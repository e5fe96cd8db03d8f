namespace FunctionsAgent.Channels;

/// <summary>Cuts what a mail quotes off what its writer wrote. Line by line, so its cost is the length of the mail.</summary>
internal static class QuotedReply
{
    private static readonly (string Start, string End)[] Attributions =
    [
        ("On ", "wrote"), ("Am ", "schrieb"), ("Le ", "a écrit"), ("El ", "escribió"), ("Il ", "ha scritto"), ("Op ", "schreef"), ("Em ", "escreveu"), ("Den ", "skrev"),
    ];
    private static readonly string[] Forwards =
        ["original message", "forwarded message", "ursprüngliche nachricht", "message d'origine", "mensaje original", "messaggio originale", "oorspronkelijk bericht"];
    private static readonly string[] Senders = ["From:", "Von:", "De:", "Da:", "Van:", "Från:"];
    private static readonly string[] Details = ["Sent:", "Date:", "To:", "Subject:", "Gesendet:", "Datum:", "An:", "Betreff:", "Envoyé:", "Envoyé :", "À:", "Objet:", "Enviado:", "Para:", "Asunto:"];

    /// <summary>The text without quotes; all of it when nothing would be left.</summary>
    public static string Strip(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var cut = Enumerable.Range(0, lines.Length).Where(i => BeginsQuote(lines, i)).DefaultIfEmpty(lines.Length).First();
        var own = Join(Trimmed(lines[..cut]));
        if (own.Length > 0)
            return own;
        // The answer stands below or between what it quotes.
        var between = Join(lines.Where((line, i) => !IsQuoted(line) && AttributionLength(lines, i) == 0));
        return between.Length > 0 ? between : text.Trim();
    }

    private static bool BeginsQuote(string[] lines, int i)
    {
        var line = lines[i].Trim();
        return line.Contains("-- write above this line --", StringComparison.OrdinalIgnoreCase)
            || AttributionLength(lines, i) > 0
            || (line.StartsWith("---", StringComparison.Ordinal) && Forwards.Any(f => line.Contains(f, StringComparison.OrdinalIgnoreCase)))
            || (StartsWithAny(line, Senders) && lines.Skip(i + 1).Take(5).Count(next => StartsWithAny(next.Trim(), Details)) >= 2);
    }

    // "On Tue, 3 Nov 2026 at 10:00, Ann <ann@shop.example> wrote:", which mailers wrap to as many as three lines.
    private static int AttributionLength(string[] lines, int i)
    {
        var first = lines[i].Trim();
        foreach (var (start, end) in Attributions)
        {
            if (!first.StartsWith(start, StringComparison.Ordinal))
                continue;
            for (var n = 1; n <= 3 && i + n <= lines.Length; n++)
            {
                var last = lines[i + n - 1].Trim();
                if (last.Length > 300 || (n > 1 && last.Length == 0))
                    break;
                if (last.EndsWith(':') && last.Contains(end, StringComparison.Ordinal))
                    return n;
            }
        }

        return 0;
    }

    private static IEnumerable<string> Trimmed(string[] lines)
    {
        var end = lines.Length;
        while (end > 0 && (IsQuoted(lines[end - 1]) || lines[end - 1].Trim() is var line && (line.Length == 0 || line.All(c => c == '_'))))
            end--;
        return lines.Take(end);
    }

    private static bool IsQuoted(string line) => line.TrimStart().StartsWith('>');

    private static bool StartsWithAny(string line, string[] starts) => starts.Any(s => line.StartsWith(s, StringComparison.OrdinalIgnoreCase));

    private static string Join(IEnumerable<string> lines) => string.Join('\n', lines.Select(line => line.TrimEnd())).Trim();
}
