using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;

namespace FunctionsAgent.Local.Verbs;

/// <summary>What <c>review</c> prints. Customers' words and colleagues' notes must not steer the terminal.</summary>
internal static class ReviewPrint
{
    public static void Next(TextWriter output, JsonNode answer)
    {
        foreach (var item in answer.Items("items"))
        {
            Line(output, "", $"{item.Text("conversationId")}:{item.Text("turn")}  {item.Time("at")}  {item.Text("agent")}  {item.Text("channel")}  {item.Text("intent")}  {item.Text("outcome")}");
            Line(output, "  why       ", item.Text("why"));
            Line(output, "  said      ", item.Text("said"));
            Line(output, "  answered  ", item.Text("answered"));
        }
        if (!answer.Items("items").Any()) output.WriteLine("Nothing is left to look at.");
        else output.WriteLine($"explain ID TURN tells why; review mark ID:TURN --category {string.Join('|', Evaluation.ReviewMarks.Categories)} says what you think.");
        Left(output, answer, $"{answer.Text("conversations")} conversations were read");
    }

    public static void Marked(TextWriter output, JsonNode answer)
    {
        Line(output, "", $"{answer.Text("conversationId")}:{answer.Text("turn")} {answer.Text("category")}{(answer.Text("marked") == "true" ? "" : ": you had said so")}");
        foreach (var mark in answer.Items("reviews").Where(mark => mark.Text("counts") == "true"))
            Line(output, "  ", $"{mark.Text("category")} by {mark.Text("by")} at {mark.Time("at")}{(mark.Text("note") is { Length: > 0 } note ? $": {note}" : "")}");
    }

    public static void Marks(TextWriter output, JsonNode answer)
    {
        var marks = answer.Items("marks").ToList();
        if (marks.Count == 0) output.WriteLine("Nobody has marked anything.");
        else
        {
            var table = new TextTable("TURN", "TIME (UTC)", "BY", "CATEGORY", "RULES", "NOTE");
            foreach (var m in marks)
                table.Add($"{m.Text("conversationId")}:{m.Text("turn")}", m.Time("at"), m.Text("by"), m.Text("category"), m.Text("held") switch { "true" => "held", "false" => "other", _ => "-" }, m.Text("note"));
            table.Write(output, TextTable.Width(output));
            var agreement = answer["agreement"];
            Agreement(output, agreement?["rules"], agreement.Text("undecided") is "0" ? "" : $"; {agreement.Text("undecided")} not decided yet");
            foreach (var pair in agreement.Items("people")) Agreement(output, pair, "");
        }
        Left(output, answer, "The newest conversations with marks were read");
    }

    /// <summary>Share with its interval, and the table it comes from: rows are the first judge's, columns the second's.</summary>
    private static void Agreement(TextWriter output, JsonNode? pair, string behind)
    {
        output.WriteLine();
        var (n, share) = (pair.Text("n"), Number(pair, "share"));
        Line(output, "", share is null ? $"{pair.Text("first")} and {pair.Text("second")}: no turn that both judged{behind}"
            : string.Create(CultureInfo.InvariantCulture, $"{pair.Text("first")} and {pair.Text("second")} agree on {share * 100:0.0} % [{Number(pair, "low") * 100:0.0}–{Number(pair, "high") * 100:0.0}], n = {n}, kappa {Kappa(pair)}{behind}"));
        if (share is null) return;
        var columns = pair.Items("columns").Select(label => label.Plain()).ToArray();
        var table = new TextTable([$"{TextTable.Line(pair.Text("first"))} \\ {TextTable.Line(pair.Text("second"))}", .. columns]);
        foreach (var (label, row) in pair.Items("rows").Zip(pair.Items("table"))) table.Add([label.Plain(), .. row.Items().Select(cell => cell.Plain())]);
        table.Write(output, TextTable.Width(output));
    }

    private static string Kappa(JsonNode? pair) => Number(pair, "kappa") is { } kappa ? kappa.ToString("0.00", CultureInfo.InvariantCulture) : "- (all the same)";

    private static double? Number(JsonNode? node, string name) => double.TryParse(node.Text(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>What was not read, and is not in what was printed.</summary>
    private static void Left(TextWriter output, JsonNode answer, string read)
    {
        var left = new List<string>();
        if (answer.Text("complete") == "false") left.Add($"{read}, at most {answer.Text("most")}; there are more");
        if (answer.Text("broken") is not ("0" or "")) left.Add($"{answer.Text("broken")} left out: the log is broken, see verify");
        if (answer.Text("tooLong") is not ("0" or "")) left.Add($"{answer.Text("tooLong")} left out: the log is too long");
        foreach (var line in left) output.WriteLine($"! {line}.");
    }

    private static void Line(TextWriter output, string before, string text) => output.WriteLine(before + TextTable.Line(text));
}
