using System.Globalization;
using Azure;

namespace FunctionsAgent.Storage;

/// <summary>When a service wants to be asked again: <c>Retry-After</c> in seconds or as a date (RFC 9110 §10.2.3), or Azure's <c>(x-ms-)retry-after-ms</c>.</summary>
internal static class RetryAfter
{
    /// <summary>Null when the answer does not say, or says nothing readable. Never negative.</summary>
    public static TimeSpan? Of(Response? answer) => answer is null ? null : Of(name => answer.Headers.TryGetValue(name, out var text) ? text : null);

    /// <param name="header">The answer's header of a name; null where it has none.</param>
    public static TimeSpan? Of(Func<string, string?> header)
    {
        foreach (var name in (string[])["retry-after-ms", "x-ms-retry-after-ms"])
            if (Number(header(name)) is { } milliseconds) return TimeSpan.FromMilliseconds(milliseconds);
        if (header("Retry-After") is not { } after) return null;
        if (Number(after) is { } seconds) return TimeSpan.FromSeconds(seconds);
        // Against the service's own clock: ours may be off.
        return Date(after) is not { } at || Date(header("Date")) is not { } now ? null : at > now ? at - now : TimeSpan.Zero;
    }

    private static DateTimeOffset? Date(string? text) =>
        DateTimeOffset.TryParseExact(text, "R", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : null;

    private static int? Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
