using System.Collections.Immutable;
using System.Text.Json;
using FunctionsAgent.Evaluation;
using FunctionsAgent.Tests.House;

namespace FunctionsAgent.Tests.Knowledge;

/// <summary>The public banking articles, and tasks with the documents they need: the whole instruction is the query.</summary>
internal static class Banking
{
    private static readonly string Documents = Path.Combine(Repository.Root, "..", "shared", "data", "retrieval", "tau_banking_docs.jsonl");
    private static readonly string Tasks = Path.Combine(Repository.Root, "..", "shared", "data", "agent-tasks", "tau2_banking_dev49.jsonl");

    public static bool IsThere => File.Exists(Documents) && File.Exists(Tasks);

    public static ImmutableArray<EvalDocument> Articles() => EvalRetrievalFile.Documents(Documents, File.ReadLines(Documents));

    /// <summary>As <c>eval retrieval</c> takes them.</summary>
    public static IEnumerable<string> QueryLines() => File.ReadLines(Tasks).Select(line =>
    {
        using var task = JsonDocument.Parse(line);
        return JsonSerializer.Serialize(new
        {
            id = task.RootElement.GetProperty("id").GetString(), text = task.RootElement.GetProperty("instruction").GetString(),
            relevant = task.RootElement.GetProperty("required_documents").EnumerateArray().Select(id => id.GetString()).ToArray(),
        });
    });
}
