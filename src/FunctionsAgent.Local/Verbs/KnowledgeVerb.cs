using System;
using System.Collections.Immutable;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Agents;
using FunctionsAgent.Knowledge;
using FunctionsAgent.Local.Authoring;
using FunctionsAgent.Pipeline;

namespace FunctionsAgent.Local.Verbs;

/// <summary><c>knowledge check|owners|retire</c>: whether articles are still true, who looks after them, and taking one out at once.</summary>
internal static class KnowledgeVerb
{
    public static readonly Argument<string?> Folder = new("PATH") { Description = "Folder of a package; otherwise the present one.", Arity = ArgumentArity.ZeroOrOne };
    public static readonly Option<string?> Agent = new("--agent") { Description = "The articles an instance serves for this agent, instead of a folder's.", HelpName = "NAME" };

    public static Command Create() => new("knowledge", "The articles an agent answers from.") { KnowledgeCheckVerb.Create(), KnowledgeOwnersVerb.Create(), KnowledgeRetireVerb.Create() };

    public static void TakesOneOf(Command command) => command.Validators.Add(result =>
    {
        if (result.GetValue(Folder) is not null && result.GetValue(Agent) is not null) result.AddError($"knowledge {command.Name} takes one of PATH and --agent.");
    });

    /// <summary>The report of a folder's articles or of those an instance serves; null: the folder's cannot be read, which was printed.</summary>
    public static async Task<JsonNode?> ReportAsync(ParseResult line, CancellationToken ct)
    {
        if (line.GetValue(Agent) is not { } agent) return OfFolder(line, line.GetValue(Folder) ?? ".");
        await using var client = await OperatorClient.OpenAsync(line, ct);
        return await client.GetAsync(Route(agent), ct);
    }

    public static string Route(string agent) => $"/api/operator/agents/{Uri.EscapeDataString(agent)}/articles";

    // The articles alone: a setting that this machine lacks is no reason not to look at them.
    private static JsonObject? OfFolder(ParseResult line, string path)
    {
        if (!Directory.Exists(path)) throw new StartException($"{path} is no folder: name one that holds knowledge/.");
        if (!Directory.Exists(Path.Combine(path, "knowledge"))) throw new StartException($"{path} has no folder knowledge/: name a package's folder, or --agent NAME.");
        var (files, errors) = PackageFolder.Files(path);
        var articles = ImmutableArray<Article>.Empty;
        if (files is not null) (articles, errors) = ArticleFiles.Of(files);
        PackageReading.Print(line.InvocationConfiguration.Error, errors.Select(error => error with { File = Path.Combine(path, error.File) }));
        if (files is null || !errors.IsEmpty) return null;
        var today = DateOnly.FromDateTime(DateTime.UtcNow);
        return KnowledgeReport.Of(Path.GetFileName(Path.GetFullPath(path).TrimEnd(Path.DirectorySeparatorChar)), files.Version, articles, ArticleOverlay.None, KnowledgeCheck.Of(articles, today));
    }
}
