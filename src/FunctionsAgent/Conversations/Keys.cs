using System.Globalization;

namespace FunctionsAgent.Conversations;

/// <summary>Row keys of table <c>Conversations</c>; they sort by ordinal.</summary>
public static class Keys
{
    public const string Table = "Conversations";
    public const string Head = "head";
    public const string State = "state";

    /// <summary>The head at the last event that retention took: where the log now begins.</summary>
    public const string Base = "base";

    public static string Event(long sequence) => "e:" + sequence.ToString("D10", CultureInfo.InvariantCulture);

    /// <summary>A customer's message that is not yet in a turn, in the order of arrival.</summary>
    public static string Pending(long ticks, string messageId) => $"p:{ticks.ToString("D19", CultureInfo.InvariantCulture)}:{Hashing.Id(messageId)}";

    /// <summary>A delivery or envelope that was taken once.</summary>
    public static string Taken(string id) => "d:" + Hashing.Id(id);

    /// <summary>An outgoing message.</summary>
    public static string Sent(string sendKey) => "s:" + sendKey;

    /// <summary>A tool or model call.</summary>
    public static string Call(string callKey) => "r:" + callKey;

    /// <summary>Every key that begins with a prefix ending in a colon: from the prefix to the character after the colon.</summary>
    public static (string From, string To) All(string prefix) => (prefix, prefix[..^1] + ";");
}
