using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using FunctionsAgent.Conversations;

namespace FunctionsAgent.Feedback;

/// <summary>Where a listing goes on: its window, the entry of <c>ConversationDays</c>, and the sequence in it.</summary>
/// <param name="From">First UTC day of the window, as <paramref name="To"/> the last.</param>
/// <param name="Agent">Empty: the first.</param>
/// <param name="Thread">Empty: the first of the shard.</param>
/// <param name="Seq">0: where the entry says.</param>
public sealed record EgressCursor(string From, string To, string Day, string Agent = "", int Shard = 0, string Thread = "", long Seq = 0)
{
    public static EgressCursor Of(DateOnly from, DateOnly to) => new(Text(from), Text(to), Text(to));

    public static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static DateOnly Date(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    public override string ToString() => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(this));

    /// <summary>Null for anything that was not written here.</summary>
    public static EgressCursor? Parse(string text)
    {
        try
        {
            var cursor = JsonSerializer.Deserialize<EgressCursor>(Base64Url.DecodeFromChars(text));
            return cursor is { From: not null, To: not null, Day: not null, Agent: not null, Thread: not null, Seq: >= 0, Shard: >= 0 and < Indexes.DayShards }
                && Date(cursor.From) <= Date(cursor.To) && Date(cursor.Day) <= Date(cursor.To) && (cursor.Thread.Length == 0 || ThreadId.TryParse(cursor.Thread, out _)) ? cursor : null;
        }
        catch (Exception e) when (e is FormatException or JsonException or DecoderFallbackException)
        {
            return null;
        }
    }
}
