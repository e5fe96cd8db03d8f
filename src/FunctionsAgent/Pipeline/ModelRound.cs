using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentScript;
using AgentScript.Running;
using FunctionsAgent.Agents;
using FunctionsAgent.Conversations;
using FunctionsAgent.Knowledge;
using FunctionsAgent.Queues;
using FunctionsAgent.Reasoning;
using FunctionsAgent.Storage;
using Microsoft.Extensions.AI;
using EventTypes = FunctionsAgent.Conversations.EventTypes;

namespace FunctionsAgent.Pipeline;

/// <summary>
/// Asks a model what a flow wants to know: builds the prompt within its budgets, asks under a key (contracts C1), and writes
/// down what was offered, sent and answered. Whoever comes back to the same step finds the first answer.
/// </summary>
public sealed class ModelRound(ModelRegistry models, ModelLedger ledger, Tokens tokens, LiveKnowledge knowledge) : IModelAnswers
{
    /// <summary>Sections looked up for a prompt; the budget decides how many of them are sent.</summary>
    private const int Sections = 8;

    private const int MostTold = 16_000;

    async Task<ModelAnswered> IModelAnswers.AskAsync(Work work, State state, CallModel call, CancellationToken ct)
    {
        var plan = work.Package.Manifest?.Models ?? ModelPlan.Default;
        var use = Chosen(call, plan);
        // Without a model nothing is built and no tokenizer loaded.
        if (!models.Has(use)) return ModelAnswered.Failed(ModelFailure.NoModel, state);
        var turn = work.Head.Turn!.Id;
        var used = state.Use is { } known && known.Turn == turn ? known : new ModelUse(turn, 0, ImmutableSortedDictionary<string, long>.Empty);
        if (used.Tokens >= plan.Limits.Turn || used.Nodes.GetValueOrDefault(call.Node) >= plan.Limits.Node)
            return ModelAnswered.Failed(ModelFailure.Budget, state) with { Events = [OverBudget(call, used)] };

        var frame = state.Frame!;
        // A stage that does not read the turn's events has what was said last.
        var words = PolicyRound.Words(work) is { Length: > 0 } said ? said : (state.History ?? []).LastOrDefault(line => line.Role == "customer")?.Text ?? "";
        // A router only chooses: what articles say is nothing to it.
        var hits = call.MustCallTool || await knowledge.OfAsync(work.Package, ct) is not { } index ? [] : index.Search(words, KnowledgeSearch.ReaderOf(state.Caller), Sections);
        // The turn's own words are said last, not as history.
        var history = (state.History ?? []) is [.. var earlier, { Role: "customer" }] ? [.. earlier] : state.History ?? [];
        var built = ContextBuilder.Build(call, words, history, Facts(work.Package, frame), hits, Budget(plan.Context), tokens, DataClass.Stricter(DataClass.Personal, frame.Machine?.Shown ?? DataClass.Public));
        if (built.Receipt.Breach is { } breach && work.Head.Test is true)
            throw new PermanentException("context-breach", $"The prompt of {call.Node} is over its budget: {breach.Source} by {breach.By} tokens. Raise models.context in agent.yaml, or shorten what is sent.");

        // Masked after it was built: the budgets are those of the words themselves.
        var mask = new ModelMask(work.Package, state);
        built = mask.Mask(built);
        var key = Hashing.Id($"{work.Partition}\n{turn}\nm{frame.Step}");
        var outcome = await ledger.AskAsync(work.Partition, new ModelRequest(key, work.Head.Agent, built.Class, built.Messages, call.Tools, call.MustCallTool, use, plan.MaxOutput, plan.Deadline)
        {
            TokensPerDay = plan.Limits.Day,
            CostPerDay = plan.Limits.CostPerDay is { } cost ? (long)(cost * 1_000_000) : null,
            MaxRetentionDays = plan.RetentionDays,
            Boundaries = plan.Boundaries,
        }, ct);
        outcome = mask.Unmask(call, outcome);
        var spent = outcome.InputTokens + outcome.OutputTokens;
        used = used with { Tokens = used.Tokens + spent, Nodes = used.Nodes.SetItem(call.Node, used.Nodes.GetValueOrDefault(call.Node) + spent) };
        return new(outcome.Answer, mask.Keep(state with { Use = used, Told = Told(state.Told, call) }), [new(EventTypes.ContextBuilt, Receipt(call, built.Receipt, mask.Counts)), Called(call, key, built, outcome, plan)], built.Receipt.Articles);
    }

    async Task<ExtractiveAnswer?> IModelAnswers.ExtractAsync(Work work, CancellationToken ct) =>
        await knowledge.OfAsync(work.Package, ct) is { } index ? KnowledgeSearch.Extract(index, work) : null;

    /// <summary>Nodes that hand over to one another say their part each; at most two prompts' worth is kept.</summary>
    private static string Told(string? before, CallModel call)
    {
        var now = $"{call.System}\n{call.Instructions}";
        return before is null || now.Contains(before, StringComparison.Ordinal) ? now : before.Contains(now, StringComparison.Ordinal) || before.Length > MostTold ? before : $"{before}\n{now}";
    }

    private static ImmutableArray<string> Chosen(CallModel call, ModelPlan plan) => call.Model is { } own ? [own.StartsWith("model://", StringComparison.Ordinal) ? own["model://".Length..] : own] : plan.Use;

    private static ContextBudget Budget(ContextLimits limits) => new(limits.Instructions, limits.History, limits.Knowledge, limits.Tools, limits.Words);

    /// <summary>What the script keeps and describes, and has a value for.</summary>
    private static ImmutableArray<Fact> Facts(Package package, Frame frame)
    {
        if (package.Flow is not ScriptFlow { Script: var script }) return [];
        return
        [
            .. frame.Variables.Where(v => v.Value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined))
                .Select(v => (v.Key, v.Value, script.Variable(v.Key)?.Declaration))
                .Where(v => v.Declaration?.Text("description") is not null)
                .Select(v => new Fact(v.Declaration!.Text("description")!, v.Value.ValueKind == JsonValueKind.String ? v.Value.GetString()! : v.Value.GetRawText(), frame.Machine?.Classes.GetValueOrDefault(v.Key) ?? DataClass.Public)),
        ];
    }

    private static JsonObject Receipt(CallModel call, ContextReceipt receipt, JsonObject? masked)
    {
        var data = receipt.ToJson();
        if (masked is not null) data["masked"] = masked;
        data["node"] = call.Node;
        return data;
    }

    private static EventBody OverBudget(CallModel call, ModelUse used) =>
        new(EventTypes.ModelCalled, new() { ["node"] = call.Node, ["outcome"] = "failed", ["class"] = ModelFailure.Budget, ["usedInTurn"] = used.Tokens, ["usedByNode"] = used.Nodes.GetValueOrDefault(call.Node) });

    private static EventBody Called(CallModel call, string key, BuiltContext built, ModelOutcome outcome, ModelPlan plan)
    {
        var data = new JsonObject
        {
            ["node"] = call.Node,
            ["key"] = key,
            ["outcome"] = outcome.Answer.Failure is null ? "ok" : "failed",
            ["milliseconds"] = outcome.Milliseconds,
            ["inputTokens"] = outcome.InputTokens,
            ["outputTokens"] = outcome.OutputTokens,
        };
        if (outcome.Answer.Failure is { } failure) data["class"] = failure;
        if (outcome.Endpoint is { } endpoint) data["endpoint"] = endpoint;
        if (outcome.Deployment is { } deployment) data["deployment"] = deployment;
        if (outcome.Cost > 0) data["cost"] = outcome.Cost;
        if (built.Receipt.Articles.Length > 0) data["sources"] = new JsonArray([.. built.Receipt.Articles.Select(a => (JsonNode)a)]);
        ModelEvidence.Add(data, built.Class, plan, outcome);
        var content = ImmutableArray.CreateBuilder<Piece>();
        content.Add(new("prompt", built.Class, "script", Prompt(built)));
        if (outcome.Answer.Text is { } text) content.Add(new("answer", built.Class, "model", text));
        if (!outcome.Answer.Calls.IsDefaultOrEmpty) content.Add(new("calls", built.Class, "model", JsonSerializer.Serialize(outcome.Answer.Calls, JsonSerializerOptions.Web)));
        return new(EventTypes.ModelCalled, data, content.ToImmutable());
    }

    private static string Prompt(BuiltContext built) =>
        JsonSerializer.Serialize(built.Messages.Select(m => new { role = m.Role.Value, contents = m.Contents.Select(Told) }), JsonSerializerOptions.Web);

    private static object Told(AIContent content) => content switch
    {
        TextContent text => new { text = text.Text },
        FunctionCallContent call => new { call = call.Name, id = call.CallId, arguments = call.Arguments },
        FunctionResultContent result => new { id = result.CallId, result = result.Result },
        _ => new { kind = content.GetType().Name },
    };
}
