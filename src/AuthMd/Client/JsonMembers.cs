using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace AuthMd.Client;

/// <summary>Members of answers by strangers: what is missing or of another type is not there.</summary>
internal static class JsonMembers
{
    extension(JsonElement element)
    {
        public JsonElement? Member(params ReadOnlySpan<string> path)
        {
            var at = element;
            foreach (var name in path)
                if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out at)) return null;
            return at;
        }

        /// <summary>Text that is not empty.</summary>
        public string? Text(params ReadOnlySpan<string> path) =>
            element.Member(path) is { ValueKind: JsonValueKind.String } value && value.GetString() is { Length: > 0 } text ? text : null;

        /// <summary>ISO 8601; without an offset it is UTC.</summary>
        public DateTimeOffset? Time(params ReadOnlySpan<string> path) =>
            DateTimeOffset.TryParse(element.Text(path), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

        /// <summary>A number of seconds, not negative and at most ten years.</summary>
        public TimeSpan? Seconds(params ReadOnlySpan<string> path) =>
            element.Member(path) is { ValueKind: JsonValueKind.Number } value && value.TryGetDouble(out var seconds) && seconds is >= 0 and <= 315_360_000 ? TimeSpan.FromSeconds(seconds) : null;

        public ImmutableArray<string> Texts(params ReadOnlySpan<string> path) => element.Member(path) is { ValueKind: JsonValueKind.Array } list
            ? [.. list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)] : [];
    }
}
