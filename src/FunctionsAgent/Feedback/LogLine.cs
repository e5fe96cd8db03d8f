using System.Globalization;
using System.Text;
using FunctionsAgent.Conversations;
using FunctionsAgent.Storage;

namespace FunctionsAgent.Feedback;

/// <summary>An event as it was found: or what is wrong with the row, which then stands for an event that cannot be trusted.</summary>
public readonly record struct LogLine(long Seq, Event? Event, string? Flaw = null)
{
    public static LogLine Of(Event e) => new(e.Seq, e);

    /// <summary>Reads a row without its words; the event must be what its hash says.</summary>
    internal static LogLine Of(Row row)
    {
        var seq = long.TryParse(row.Key.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : long.MaxValue;
        try
        {
            var e = EventJson.Read(row with { Cells = row.Cells with { Content = null } });
            return Keys.Event(e.Seq) != row.Key || Hashing.Of(Encoding.UTF8.GetBytes(row.Cells.Json!)) != row.Cells.Hash ? new(seq, e, "changed") : new(seq, e);
        }
        catch (Exception x) when (x is System.Text.Json.JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return new(seq, null, "unreadable");
        }
    }
}
