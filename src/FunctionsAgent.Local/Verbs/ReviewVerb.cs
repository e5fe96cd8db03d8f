using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Evaluation;

namespace FunctionsAgent.Local.Verbs;

/// <summary><c>review next</c>, <c>review mark</c> and <c>review marks</c>: people look at conversations, say what they think of them, and see how far they agree.</summary>
internal static class ReviewVerb
{
    private static readonly Option<string?> Agent = new("--agent") { Description = "One agent's; otherwise all.", HelpName = "NAME" };
    private static readonly Option<string?> Count = new("--count") { Description = "How many at most; 10 unless said.", HelpName = "N" };
    private static readonly Option<string?> Days = new("--days") { Description = "How many days back; 7 for next and 31 for marks unless said.", HelpName = "N" };

    private static readonly Argument<string[]> Turn = new("TURN") { Description = "As review next prints it: ID:t12, or ID and t12, or ID last.", Arity = new ArgumentArity(1, 2) };
    private static readonly Option<string> Category = new("--category") { Description = $"One of {string.Join(", ", ReviewMarks.Categories)}.", HelpName = "C", Required = true };
    private static readonly Option<string?> Note = new("--note") { Description = $"What you think of it, up to {Reviews.MaxNote} characters.", HelpName = "TEXT" };

    public static Command Create()
    {
        var next = new Command("next", "Prints what to look at next: what was flagged, and a sample.") { Agent, Count, Days };
        next.SetAction((line, ct) => AskAsync(line, "/api/operator/reviews/next", [Agent, Count, Days], ReviewPrint.Next, ct));
        var marks = new Command("marks", "Prints the marks, and how far people agree with each other and with the outcome rules.") { Agent, Days };
        marks.SetAction((line, ct) => AskAsync(line, "/api/operator/reviews", [Agent, Days], ReviewPrint.Marks, ct));
        var mark = new Command("mark", "Says what you think of a turn. Your last mark of it counts.") { Turn, Category, Note };
        mark.Validators.Add(result =>
        {
            if (result.GetValue(Category) is { } category && !ReviewMarks.Categories.Contains(category)) result.AddError($"--category: one of {string.Join(", ", ReviewMarks.Categories)}.");
        });
        mark.SetAction(MarkAsync);
        return new Command("review", "Looks at conversations, marks them, and compares the marks.") { next, mark, marks };
    }

    private static async Task<int> AskAsync(ParseResult line, string route, IEnumerable<Option<string?>> asked, Action<TextWriter, JsonNode> print, CancellationToken ct)
    {
        var query = string.Join('&', asked.Where(option => line.GetValue(option) is not null).Select(option => $"{option.Name.TrimStart('-')}={Uri.EscapeDataString(line.GetValue(option)!)}"));
        await using var client = await OperatorClient.OpenAsync(line, ct);
        var answer = await client.GetAsync(query.Length == 0 ? route : $"{route}?{query}", ct);
        if (line.GetValue(GlobalOptions.Json)) line.Output().WriteJson(answer);
        else print(line.Output(), answer);
        return CommandLine.Fine;
    }

    private static async Task<int> MarkAsync(ParseResult line, CancellationToken ct)
    {
        var (conversation, turn) = Named(line.GetValue(Turn)!);
        var body = new JsonObject { ["conversationId"] = conversation, ["turn"] = turn, ["category"] = line.GetValue(Category) };
        if (line.GetValue(Note) is { } note) body["note"] = note;
        await using var client = await OperatorClient.OpenAsync(line, ct);
        var answer = await client.PostAsync("/api/operator/reviews", body, ct);
        if (line.GetValue(GlobalOptions.Json)) line.Output().WriteJson(answer);
        else ReviewPrint.Marked(line.Output(), answer);
        return CommandLine.Fine;
    }

    /// <exception cref="StartException">It names no turn.</exception>
    private static (string Conversation, string Turn) Named(string[] words)
    {
        string[] parts = words is [var one] ? one.Split(':') : words;
        if (parts is not [{ Length: > 0 } conversation, { Length: > 0 } turn]) throw new StartException($"'{string.Join(' ', words)}' names no turn: write ID:t12, as review next prints it.");
        // Ids of turns run through all episodes; the last turn does not.
        if (ConversationId.Parse(conversation) is var id && id.Episode is not null && turn == Explainer.Last) throw new StartException($"'{conversation} {turn}': name the turn itself, as 'log {conversation}' does.");
        return (id.Thread, turn);
    }
}
