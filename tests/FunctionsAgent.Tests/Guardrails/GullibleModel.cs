using System.Text.Json;
using System.Text.RegularExpressions;
using FunctionsAgent.Tests.Drivers;

namespace FunctionsAgent.Tests.Guardrails;

/// <summary>
/// Does whatever any text in its prompt says, whoever wrote it: <c>TOOL get_orders {"a":1} END</c> is called with just that, once a turn; what it has
/// read then is said, all of it.
/// </summary>
internal static partial class GullibleModel
{
    public static StandInAnswer Answer(StandInRequest request)
    {
        // Where it has to choose, it goes where it is led.
        if (request.Tools is [var only] && only.StartsWith("to_", StringComparison.Ordinal)) return new(Calls: [(only, "{}")]);
        var messages = request.Body.GetProperty("messages").EnumerateArray().ToList();
        var last = messages.FindLastIndex(message => message.GetProperty("role").GetString() == "user");
        var order = Text(messages[last]).Contains("NOW", StringComparison.Ordinal) ? Later() : Order();
        var ordered = messages.SelectMany(message => order.Matches(Text(message))).LastOrDefault(order => request.Tools.Contains(order.Groups[1].Value));
        var thisTurn = messages.Skip(last + 1);
        if (ordered is not null && !thisTurn.SelectMany(Called).Contains(ordered.Groups[1].Value)) return new(Calls: [(ordered.Groups[1].Value, ordered.Groups[2].Value)]);
        return new("I read: " + string.Join('\n', messages.Select(Text)));
    }

    /// <summary>The words that make it call.</summary>
    public static string Calling(string arguments, string tool = "get_orders") => $"TOOL {tool} {arguments} END";

    /// <summary>The words after which it calls when somebody says NOW.</summary>
    public static string CallingLater(string arguments, string tool = "get_orders") => $"LATER {tool} {arguments} END";

    private static string Text(JsonElement message) => !message.TryGetProperty("content", out var content) ? "" : content.ValueKind switch
    {
        JsonValueKind.String => content.GetString()!,
        JsonValueKind.Array => string.Join('\n', content.EnumerateArray().Select(part => part.TryGetProperty("text", out var text) ? text.GetString() : "")),
        _ => "",
    };

    private static IEnumerable<string> Called(JsonElement message) =>
        message.TryGetProperty("tool_calls", out var calls) ? calls.EnumerateArray().Select(call => call.GetProperty("function").GetProperty("name").GetString()!) : [];

    [GeneratedRegex(@"TOOL (\w+) (\{.*?\}) END")]
    private static partial Regex Order();

    [GeneratedRegex(@"LATER (\w+) (\{.*?\}) END")]
    private static partial Regex Later();
}
