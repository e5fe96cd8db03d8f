using System.CommandLine;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;

namespace FunctionsAgent.Local.Verbs;

/// <summary><c>log ID</c>: the events of a conversation, one line each.</summary>
internal static class LogVerb
{
    private const int HashLength = 43; // SHA-256 in base64url

    private static readonly Argument<string> Id = ConversationId.Argument();

    public static Command Create()
    {
        var command = new Command("log", "Prints the events of a conversation.") { Id };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult line, CancellationToken ct)
    {
        var id = ConversationId.Parse(line.GetValue(Id)!);
        await using var client = await OperatorClient.OpenAsync(line, ct);
        var log = await client.GetAsync($"{id.Path}/log", ct);
        if (id.Episode is { } episode) Only(log, episode.ToString(CultureInfo.InvariantCulture));
        if (!log.Items("events").Any()) throw new ProblemException(404, $"Conversation {id.Thread} has no episode {id.Episode}.", null);
        var output = line.Output();
        if (line.GetValue(GlobalOptions.Json)) output.WriteJson(log);
        else Table(log).Write(output, TextTable.Width(output));
        return CommandLine.Fine;
    }

    private static void Only(JsonNode log, string episode)
    {
        if (log["events"] is not JsonArray events) return;
        foreach (var other in events.Where(e => e.Text("episode") != episode).ToArray()) events.Remove(other);
    }

    private static TextTable Table(JsonNode log)
    {
        var table = new TextTable("SEQ", "TIME (UTC)", "STAGE", "EVENT", "WHAT");
        foreach (var e in log.Items("events")) table.Add(e.Text("seq"), e.Time("at"), e.Text("stage"), e.Text("type"), What(e));
        return table;
    }

    private static string What(JsonNode e)
    {
        var content = e.Items("content").Select(piece => $"{piece.Text("name")}: {Quoted(piece.Text("value"))}");
        var data = (e["data"] as JsonObject ?? []).Select(field => $"{field.Key}={Short(field.Value.Plain())}");
        return string.Join("  ", content.Concat(data));
    }

    /// <summary>Words stand in quotation marks; JSON has its own.</summary>
    private static string Quoted(string value) => value is ['"' or '{' or '[', ..] ? value : $"\"{value}\"";

    /// <summary>A hash tells a reader nothing beyond its first characters; <c>--json</c> has it whole.</summary>
    private static string Short(string value) => value.Length == HashLength && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') ? $"{value[..8]}…" : value;
}
