using System;
using System.CommandLine;
using System.Globalization;

namespace FunctionsAgent.Local;

/// <summary>A conversation as verbs name it: the thread, or <c>ID/3</c> for its third episode.</summary>
internal readonly record struct ConversationId(string Thread, int? Episode)
{
    public static Argument<string> Argument() => new("ID") { Description = "The conversation; ID/3 is its third episode." };

    /// <exception cref="StartException">The part behind the slash is no number above 0.</exception>
    public static ConversationId Parse(string text)
    {
        if (text.Split('/') is not [var thread, var number]) return new ConversationId(text, null);
        return int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var episode) && episode > 0
            ? new ConversationId(thread, episode)
            : throw new StartException($"'{text}' names no episode: write {thread}/3 for the third.");
    }

    public string Path => $"/api/operator/conversations/{Uri.EscapeDataString(Thread)}";
}
