using System;
using System.Collections.Generic;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Evaluation;

namespace FunctionsAgent.Local.Verbs;

/// <summary><c>review next|mark|marks</c>: people look at turns, say what they think, and see how far they agree with the rules and with each other.</summary>
internal static class ReviewVerb
{
    private const string Route = "/api/operator/reviews";

    private static readonly Option<string?> Agent = new("--agent") { Description = "One agent; otherwise all.", HelpName = "NAME" };
    private static readonly Option<int?> Count = new("--count") { Description = "How many turns; 10 unless said.", HelpName = "N" };
    private static readonly Option<int?> Days = new("--days") { Description = "How many days back.", HelpName = "N" };
    private static readonly Argument<string[]> Turn = new("TURN") { Description = "ID:t3, or ID t3; 'last' for the last one.", Arity = new ArgumentArity(1, 2) };
    private static readonly Option<string> Category = new("--category") { Description = $"What it was: {string.Join(", ", ReviewMarks.Categories)}.", HelpName = "C", Required = true };
    private static readonly Option<string?> Note = new("--note") { Description = $"Why, at most {Reviews.MaxNote} characters.", HelpName = "TEXT" };

    public static Command Create()
    {
        var next = new Command("next", "Prints turns to look at: those with a flag, and a sample of every kind.") { Agent, Count, Days };
        next.SetAction(NextAsync);
        var mark = new Command("mark", "Says what you think of a turn. The last word counts.") { Turn, Category, Note };
        mark.Validators.Add(Check);
        mark.SetAction(MarkAsync);
        var marks = new Command("marks", "Prints what people said, and how far they agree with the outcome rules and with each other.") { Agent, Days };
        marks.SetAction(MarksAsync);
        return new Command("review", "People look at what the agent did.") { next, mark, marks };
    }

    private static void Check(CommandResult result)
    {
        if (result.GetValue(Category) is { } category && !ReviewMarks.Categories.Contains(category)) result.AddError($"--category: one of {string.Join(", ", ReviewMarks.Categories)}.");
        if (result.GetValue(Turn) is { } given && Named(given) is null) result.AddError("review mark takes a turn as ID:t3 or ID t3.");
    }

    /// <summary>Conversation and turn; null for what names none.</summary>
    private static (string Conversation, string Turn)? Named(string[] given) => given switch
    {
        [var both] when both.Split(':') is [{ Length: > 0 } id, { Length: > 0 } turn] => (id, turn),
        [{ Length: > 0 } id, { Length: > 0 } turn] when !id.Contains(':', StringComparison.Ordinal) => (id, turn),
        _ => null,
    };

    private static async Task<int> NextAsync(ParseResult line, CancellationToken ct)
    {
        await using var client = await OperatorClient.OpenAsync(line, ct);
        var answer = await client.GetAsync(Path($"{Route}/next", (Agent.Name, line.GetValue(Agent)), (Count.Name, Text(line.GetValue(Count))), (Days.Name, Text(line.GetValue(Days)))), ct);
        var output = line.Output();
        if (line.GetValue(GlobalOptions.Json))
        {
            output.WriteJson(answer);
            return CommandLine.Fine;
        }
        var items = answer.Items("items").ToList();
        foreach (var item in items)
        {
            output.WriteLine($"{item.Text("conversationId")}:{item.Text("turn")}  {item.Time("at")}  {TextTable.Line(item.Text("channel"))}  {TextTable.Line(item.Text("intent"))}  {item.Text("outcome")}");
            output.WriteLine($"  why       {TextTable.Line(item.Text("why"))}");
            output.WriteLine($"  customer  {Indented(item.Text("said"))}");
            output.WriteLine($"  agent     {Indented(item.Text("answered"))}");
            output.WriteLine();
        }
        if (items.Count == 0) output.WriteLine("Nothing is left for you to look at.");
        else output.WriteLine($"'review mark ID:TURN --category {string.Join('|', ReviewMarks.Categories)} --note TEXT' says what you think; 'explain ID TURN' shows what decided it.");
        if (answer["complete"]?.GetValue<bool>() == false) output.WriteLine($"Chosen from {answer.Text("conversations")} conversations, spread over the days: there were more.");
        if (answer["broken"]?.GetValue<int>() is > 0 and var broken) output.WriteLine($"{broken} conversations are left out: their log does not hold ('verify ID').");
        return CommandLine.Fine;
    }

    private static async Task<int> MarkAsync(ParseResult line, CancellationToken ct)
    {
        var (conversation, turn) = Named(line.GetValue(Turn)!)!.Value;
        await using var client = await OperatorClient.OpenAsync(line, ct);
        var body = new JsonObject { ["conversationId"] = conversation, ["turn"] = turn, ["category"] = line.GetValue(Category) };
        if (line.GetValue(Note) is { } note) body["note"] = note;
        var answer = await client.PostAsync(Route, body, ct);
        var output = line.Output();
        if (line.GetValue(GlobalOptions.Json))
        {
            output.WriteJson(answer);
            return CommandLine.Fine;
        }
        output.WriteLine(answer["marked"]!.GetValue<bool>() ? $"{answer.Text("turn")} is marked {answer.Text("category")}." : $"You said {answer.Text("category")} of {answer.Text("turn")} before.");
        foreach (var other in answer.Items("reviews").Where(r => r["counts"]?.GetValue<bool>() == true))
            output.WriteLine($"  {TextTable.Line(other.Text("by"))}: {TextTable.Line(other.Text("category"))}");
        return CommandLine.Fine;
    }

    private static async Task<int> MarksAsync(ParseResult line, CancellationToken ct)
    {
        await using var client = await OperatorClient.OpenAsync(line, ct);
        var answer = await client.GetAsync(Path(Route, (Agent.Name, line.GetValue(Agent)), (Days.Name, Text(line.GetValue(Days)))), ct);
        var output = line.Output();
        if (line.GetValue(GlobalOptions.Json))
        {
            output.WriteJson(answer);
            return CommandLine.Fine;
        }
        var marks = answer.Items("marks").ToList();
        if (marks.Count == 0)
        {
            output.WriteLine("Nobody has marked anything: 'review next' shows what to look at.");
            return CommandLine.Fine;
        }
        var table = new TextTable("TIME (UTC)", "TURN", "CATEGORY", "THE RULES SAY", "BY", "NOTE");
        foreach (var mark in marks)
            table.Add(mark.Time("at"), $"{mark.Text("conversationId")}:{mark.Text("turn")}", mark.Text("category"), Ruled(mark["held"]?.GetValue<bool>()), mark.Text("by"), mark.Text("note"));
        table.Write(output, TextTable.Width(output));
        output.WriteLine();
        var agreement = answer["agreement"]!;
        Print(output, agreement["rules"]!);
        foreach (var pair in agreement.Items("people")) Print(output, pair);
        if (agreement["undecided"]!.GetValue<int>() is > 0 and var undecided) output.WriteLine($"{undecided} marks are of cases without an outcome yet.");
        return CommandLine.Fine;
    }

    private static void Print(TextWriter output, JsonNode pair)
    {
        var (first, second, n) = (TextTable.Line(pair.Text("first")), TextTable.Line(pair.Text("second")), pair["n"]!.GetValue<int>());
        if (n == 0)
        {
            output.WriteLine($"{first} and {second}: nothing both judged.");
            return;
        }
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{first} and {second}: {pair["share"]!.GetValue<double>():P0} the same [{pair["low"]!.GetValue<double>():P0}–{pair["high"]!.GetValue<double>():P0}], n = {n}, Cohen's kappa {(pair["kappa"] is { } kappa ? kappa.GetValue<double>().ToString("0.00", CultureInfo.InvariantCulture) : "not defined")}"));
        var table = new TextTable(["", .. pair.Items("columns").Select(c => c.GetValue<string>())]);
        foreach (var (row, counts) in pair.Items("rows").Zip(pair.Items("table"))) table.Add([row.GetValue<string>(), .. counts.Items().Select(c => c.ToString())]);
        table.Write(output, null);
    }

    private static string Ruled(bool? held) => held switch { true => "resolved, held", false => "not", null => "open" };

    private static string Indented(string text) => TextTable.Lines(text).Replace("\n", "\n            ", StringComparison.Ordinal);

    private static string? Text(int? number) => number?.ToString(CultureInfo.InvariantCulture);

    private static string Path(string route, params (string Option, string? Value)[] given)
    {
        var query = string.Join('&', given.Where(g => g.Value is not null).Select(g => $"{g.Option[2..]}={Uri.EscapeDataString(g.Value!)}"));
        return query.Length > 0 ? $"{route}?{query}" : route;
    }
}
