using System.CommandLine;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Local.Backups;

namespace FunctionsAgent.Local.Verbs;

/// <summary><c>restore SOURCE --data NEW</c>: a backup into a new data directory; exits with 1 when a log in it does not verify.</summary>
internal static class RestoreVerb
{
    private static readonly Argument<string> Source = new("SOURCE") { Description = "What `backup` made." };

    public static Command Create()
    {
        var command = new Command("restore", "Puts a backup into a new data directory (--data) and verifies every log in it.") { Source };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult line, CancellationToken ct)
    {
        var options = GlobalOptions.Host(line);
        var restored = await Restore.RunAsync(line.GetValue(Source)!, options.Data, options.Time, ct);
        var output = line.Output();
        if (line.GetValue(GlobalOptions.Json))
            output.WriteJson(new JsonObject
            {
                ["ok"] = restored.Problems.Count == 0, ["at"] = restored.At.ToString("O", CultureInfo.InvariantCulture), ["conversations"] = restored.Threads, ["events"] = restored.Events,
                ["problems"] = new JsonArray([.. restored.Problems.Select(problem => JsonValue.Create(problem))]),
            });
        else
        {
            foreach (var problem in restored.Problems) output.WriteLine(TextTable.Line(problem));
            output.WriteLine($"{restored.Threads} conversations with {restored.Events} events in {options.Data}: {(restored.Problems.Count == 0 ? "every chain holds" : "not whole")}.");
            output.WriteLine($"It is as of {restored.At.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC. Who was erased since then is back: erase them again before anybody uses it.");
        }
        return restored.Problems.Count == 0 ? CommandLine.Fine : CommandLine.Found;
    }
}
