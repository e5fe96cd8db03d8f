using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;

namespace FunctionsAgent.Local.Verbs;

/// <summary><c>explain ID [TURN]</c>: what decided a turn, by which rule and version, on what, and what else could have.</summary>
internal static class ExplainVerb
{
    private const string Again = " (evaluated again now)";

    private static readonly Argument<string> Id = ConversationId.Argument();
    private static readonly Argument<string> Turn = new("TURN") { Description = "A turn as log names it (t12), a message to a person (m12), or last.", DefaultValueFactory = _ => "last" };

    public static Command Create()
    {
        var command = new Command("explain", "Explains a turn: what came in, what decided, what else could have.") { Id, Turn };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult line, CancellationToken ct)
    {
        var id = ConversationId.Parse(line.GetValue(Id)!);
        await using var client = await OperatorClient.OpenAsync(line, ct);
        var path = $"{id.Path}/turns/{Uri.EscapeDataString(line.GetValue(Turn)!)}/explanation";
        var explanation = await client.GetAsync(id.Episode is { } episode ? $"{path}?episode={episode.ToString(CultureInfo.InvariantCulture)}" : path, ct);
        var output = line.Output();
        if (line.GetValue(GlobalOptions.Json)) output.WriteJson(explanation);
        else Print(output, explanation);
        return CommandLine.Fine;
    }

    private static void Print(TextWriter output, JsonNode e)
    {
        Line(output, 0, $"{e.Text("conversationId")}:{e.Text("turn")}  {e.Text("agent")} {e.Text("version")}  {e.Text("channel")}  episode {e.Text("episode")}{(e.Text("state") == "open" ? "  still open" : "")}");
        Line(output, 0, $"decided by: {e["decidedBy"].Text("text")}");
        Section(output, "CAME IN", e.Items("messages"), m =>
            [$"{Words(m)}  [{string.Join(", ", Filled([m.Text("assurance"), m.Text("sender"), Named("person", m.Text("person")), Named("by", m.Text("by")), Named("for", m.Text("for")), Named("act", m.Text("act"))]))}]"]);
        Section(output, "GUARDS OF THE WAY IN", e.Items("guardsIn"), v => [Verdict(v)]);
        Section(output, "POLICIES", e.Items("policies"), p => [Policy(p)]);
        Section(output, "INTENTS" + Again, e.Items("intents"), i => [$"{(i.Text("won") == "true" ? "*" : " ")} {i.Text("name")} (line {i.Text("line")}): {i.Text("why")}"]);
        Section(output, "SCRIPT", e.Items("path"), Step);
        Section(output, "CALLS", e.Items("calls"), Call);
        if (e["drafted"] is JsonObject drafted) Section(output, $"DRAFTED{(drafted.Text("outcome") == "again" ? Again : "")}", [drafted], d => [$"{d.Text("kind")}: {Words(d)}"]);
        Section(output, "GUARDS OF THE WAY OUT", e.Items("guardsOut"), v => [Verdict(v)]);
        Section(output, "SAID", e.Items("said"), s => [$"{s.Text("kind")}, {s.Text("outcome")}: {Words(s)}"]);
        Section(output, "OTHERWISE" + Again, e.Items("otherwise"), o => [$"without {o.Text("without")}: {o.Text("decidedBy")}{After(", ", o.Text("effect"))}{After(" ", o.Text("target"))}{After(", \"", o.Text("says"), "\"")}"]);
        Section(output, "SIGNALS", e.Items("signals"), s => [s.Plain()]);
        Section(output, "REVIEWS", e.Items("reviews"), r => [$"{r.Text("category")} by {r.Text("by")} at {r.Time("at")}{(r.Text("counts") == "true" ? "" : " (changed later)")}{(r.Text("erased") == "true" ? ": erased" : After(": ", r.Text("note")))}"]);
        var times = e["times"];
        Section(output, "TIMES (UTC)", [times ?? new JsonObject()], t =>
            [string.Join("  ", ((string[])["accepted", "started", "decided", "checked", "replied", "ended"]).Where(name => t.Text(name).Length > 0).Select(name => $"{name} {t.Time(name)}")) + $"  calls {t.Text("callMilliseconds")} ms{After("  in all ", t.Text("totalMilliseconds"), " ms")}"]);
        Section(output, "DOES NOT AGREE WITH THE LOG", e.Items("disagreements"), d => [d.Plain()]);
        Section(output, "NOTES", e.Items("notes"), n => [n.Plain()]);
    }

    private static string Verdict(JsonNode v) => $"{v.Text("rule")} {v.Text("version")}: {v.Text("do")}{After(", ", v.Text("reason"))}{Evidence(v)}";

    private static string Policy(JsonNode p) =>
        $"{p.Text("name")} {p.Text("version")} at {p.Text("at")}: {p.Text("outcome")}{After(", ", p.Text("do"))}{After(", ", p.Text("reason"))}{Evidence(p)}{(p.Text("again") == "true" ? Again : "")}";

    private static IEnumerable<string> Step(JsonNode step)
    {
        foreach (var t in step.Items("trace")) yield return $"{(t.Text("line") == "0" ? "" : $"line {t.Text("line")}"),-10}{t.Text("kind")} {t.Text("name")}";
        yield return $"{"",-10}→ {step.Text("effect")}{After(" ", step.Text("target"))}  (at {step.Text("position")})";
    }

    private static IEnumerable<string> Call(JsonNode call)
    {
        yield return $"{call.Text("target")} {(call.Text("erased") == "true" ? "erased" : call.Text("arguments"))}: {call.Text("outcome")}{After(" ", call.Text("class"))}{After(", ", call.Text("milliseconds"), " ms")}{(call.Text("attempts") is "0" or "1" ? "" : $", {call.Text("attempts")} attempts")}";
        if (call["results"] is JsonObject { Count: > 0 } results) yield return $"  {string.Join("  ", results.Select(r => $"{r.Key}={r.Value.Plain()}"))}";
        if (call["refusedBy"] is JsonObject refused) yield return $"  refused by {Verdict(refused)}";
        foreach (var policy in call.Items("policies")) yield return $"  {Policy(policy)}";
    }

    private static void Section(TextWriter output, string title, IEnumerable<JsonNode> items, Func<JsonNode, IEnumerable<string>> lines)
    {
        var any = false;
        foreach (var item in items)
        {
            if (!any) output.WriteLine($"\n{title}");
            any = true;
            foreach (var text in lines(item)) Line(output, 2, text);
        }
    }

    /// <summary>A customer's words must not steer the terminal.</summary>
    private static void Line(TextWriter output, int indent, string text) => output.WriteLine($"{new string(' ', indent)}{TextTable.Line(text)}");

    private static string Words(JsonNode node) => node.Text("erased") == "true" ? "erased" : $"\"{node.Text("text")}\"";

    private static string Evidence(JsonNode node) => node["evidence"] is JsonObject { Count: > 0 } evidence ? $" {evidence.Plain()}" : "";

    private static string After(string before, string text, string behind = "") => text.Length == 0 ? "" : before + text + behind;

    private static string Named(string name, string text) => After($"{name} ", text);

    private static IEnumerable<string> Filled(IEnumerable<string> texts) => texts.Where(text => text.Length > 0);
}
