using System.CommandLine;
using System.Linq;
using System.Text.Json.Nodes;
using AgentScript.Graphs;
using AgentScript.Model;
using FunctionsAgent.Local.Authoring;

namespace FunctionsAgent.Local.Verbs;

/// <summary><c>agent graph PATH</c>: a script as a picture, for Mermaid or Graphviz; as data with <c>--json</c>.</summary>
internal static class AgentGraphVerb
{
    private static readonly Argument<string> Place = new("PATH") { Description = "A script, or a folder with one." };
    private static readonly Option<string> Format = new("--format") { Description = "The picture's language.", DefaultValueFactory = _ => "mermaid" };

    public static Command Create()
    {
        var command = new Command("graph", "Prints which node leads where.") { Place, Format };
        Format.AcceptOnlyFromAmong("mermaid", "dot");
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult line)
    {
        var file = ScriptFiles.Single(line.GetValue(Place)!);
        var graph = Graph.Of(Script.Parse(ScriptFiles.Read(file), file));
        if (line.GetValue(GlobalOptions.Json)) line.Output().WriteJson(Json(graph));
        else line.Output().Write(line.GetValue(Format) == "dot" ? graph.ToDot() : graph.ToMermaid());
        return CommandLine.Fine;
    }

    private static JsonObject Json(Graph graph) => new()
    {
        ["nodes"] = new JsonArray([.. graph.Nodes.Select(n => new JsonObject { ["name"] = n.Name, ["kind"] = Kind(n.Kind.ToString()), ["line"] = n.Line })]),
        ["edges"] = new JsonArray([.. graph.Edges.Select(e => new JsonObject
        {
            ["from"] = e.From, ["to"] = e.To, ["kind"] = Kind(e.Kind.ToString()), ["condition"] = e.Condition, ["where"] = e.Where, ["line"] = e.Line,
        })]),
    };

    private static string Kind(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
