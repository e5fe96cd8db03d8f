using System.Globalization;
using Azure;

namespace FunctionsAgent.Storage;

/// <summary>When a service wants to be asked again: <c>Retry-After</c> in seconds or as a date (RFC 9110 §10.2.3), or Azure's <c>(x-ms-)retry-after-ms</c>.</summary>
internal static class RetryAfter
{
    /// <summary>Null when the answer does not say, or says nothing readable. Never negative.</summary>
    public static TimeSpan? Of(Response? answer)
    {
        if (answer is null) return null;
        foreach (var name in (string[])["retry-after-ms", "x-ms-retry-after-ms"])
            if (answer.Headers.TryGetValue(name, out var text) && Number(text) is { } milliseconds) return TimeSpan.FromMilliseconds(milliseconds);
        if (!answer.Headers.TryGetValue("Retry-After", out var after)) return null;
        if (Number(after) is { } seconds) return TimeSpan.FromSeconds(seconds);
        // Against the service's own clock: ours may be off.
        if (!DateTimeOffset.TryParseExact(after, "R", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) || answer.Headers.Date is not { } now) return null;
        return at > now ? at - now : TimeSpan.Zero;
    }

    private static int? Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
