using System.Collections.Immutable;
using System.Text.Json;

namespace FunctionsAgent.Tools;

/// <summary>The URL of an <see cref="HttpSpec"/>: <c>${Setting}</c> or a fixed host at the start, then <c>{argument}</c> and <c>{key}</c> in path and query.</summary>
/// <remarks>Arguments are percent-encoded (RFC 3986), so that none adds a segment, a query or a host; one that would make a segment empty, <c>.</c> or <c>..</c> is refused.</remarks>
internal sealed class UrlTemplate
{
    private readonly string? setting;
    private readonly string host = "";
    private readonly ImmutableArray<Part> parts;

    /// <exception cref="ArgumentException">The template cannot be read; the message names the position.</exception>
    public UrlTemplate(string template)
    {
        var start = 0;
        if (template.StartsWith("${", StringComparison.Ordinal))
        {
            var end = template.IndexOf('}', StringComparison.Ordinal);
            if (end < 3) throw Refused(template, 0, "'${' needs a setting's name and '}'");
            (setting, start) = (template[2..end], end + 1);
        }
        else
        {
            if (!template.StartsWith("https://", StringComparison.Ordinal) && !template.StartsWith("http://", StringComparison.Ordinal))
                throw Refused(template, 0, "an http(s) URL or '${Setting}' is expected");
            var authority = template.IndexOf("//", StringComparison.Ordinal) + 2;
            var end = template.AsSpan(authority).IndexOfAny('/', '?');
            start = end < 0 ? template.Length : authority + end;
            host = template[..start];
            if (host.Contains('{', StringComparison.Ordinal)) throw Refused(template, host.IndexOf('{', StringComparison.Ordinal), "an argument may not stand in the host");
        }

        if (start < template.Length && template[start] is not ('/' or '?')) throw Refused(template, start, "'/' or '?' is expected after the host");
        parts = Read(template, start);
    }

    /// <summary>The arguments the URL takes, without <c>key</c>.</summary>
    public IEnumerable<string> Arguments => parts.Where(part => part is { IsArgument: true, Text: not "key" }).Select(part => part.Text);

    /// <summary>The URL, or why there is none.</summary>
    public (Uri? Url, Failed? Failure) Fill(Func<string, string?> settings, JsonElement arguments, string key)
    {
        if (Base(settings) is not { } root)
            return (null, new Failed("unavailable", $"The setting '{setting}' does not hold an absolute http(s) URL. Nothing was sent."));

        var filled = "";
        foreach (var part in parts)
        {
            var value = part.IsArgument ? part.Text == "key" ? key : ArgumentText.Of(arguments, part.Text) : part.Text;
            if (value is null || (value.Length == 0 && part.InPath)) return Invalid($"The URL needs the argument '{part.Text}' as a non-empty string, a number or a boolean.");
            filled += part.IsArgument ? Uri.EscapeDataString(value) : value;
        }

        if (filled.Split('?')[0].Split('/').Any(segment => segment is "." or ".."))
            return Invalid("An argument is '.' or '..', which would name another path.");
        return Uri.TryCreate(root + filled, UriKind.Absolute, out var url) ? (url, null) : Invalid("The arguments make no URL: it is too long.");
    }

    private string? Base(Func<string, string?> settings)
    {
        if (setting is null) return host;
        var value = settings(setting);
        return Uri.TryCreate(value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.Query.Length == 0 && url.Fragment.Length == 0
            ? value!.TrimEnd('/')
            : null;
    }

    private static (Uri?, Failed) Invalid(string reason) => (null, new Failed("invalid_arguments", $"{reason} Nothing was sent."));

    private static ImmutableArray<Part> Read(string template, int start)
    {
        var parts = ImmutableArray.CreateBuilder<Part>();
        var inPath = true;
        for (var at = start; at < template.Length;)
        {
            if (template[at] is '}' or '#') throw Refused(template, at, $"'{template[at]}' is not expected");
            if (template[at] != '{')
            {
                var next = template.AsSpan(at).IndexOfAny('{', '}', '#');
                var literal = next < 0 ? template[at..] : template.Substring(at, next);
                if (literal.EndsWith('$')) throw Refused(template, at + literal.Length - 1, "a setting may stand at the start alone");
                inPath &= !literal.Contains('?', StringComparison.Ordinal);
                parts.Add(new Part(literal, IsArgument: false, inPath));
                at += literal.Length;
                continue;
            }

            var end = template.IndexOf('}', at);
            var name = end < 0 ? "" : template[(at + 1)..end];
            if (name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')) throw Refused(template, at, "'{' needs an argument's name and '}'");
            parts.Add(new Part(name, IsArgument: true, inPath));
            at = end + 1;
        }

        return parts.ToImmutable();
    }

    private static ArgumentException Refused(string template, int at, string what) => new($"The URL '{template}' cannot be read at position {at + 1}: {what}.");

    private sealed record Part(string Text, bool IsArgument, bool InPath);
}
