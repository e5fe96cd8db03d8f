using System.Text.Json.Nodes;
using FunctionsAgent.Agents;
using FunctionsAgent.Reasoning;

namespace FunctionsAgent.Pipeline;

/// <summary>
/// What <c>ModelCalled</c> keeps for whoever asks later where data went: the strictest class that was carried (<c>dataClass</c>), what the
/// agent allowed, and each endpoint that was asked or refused with its boundary, retention, contract and the rule that decided.
/// </summary>
internal static class ModelEvidence
{
    public static void Add(JsonObject data, string dataClass, ModelPlan plan, ModelOutcome outcome)
    {
        data["dataClass"] = dataClass;
        data["rules"] = $"model-boundary {ModelBoundary.Version}";
        data["maxRetentionDays"] = plan.RetentionDays;
        if (!plan.Boundaries.IsDefaultOrEmpty) data["boundaries"] = new JsonArray([.. plan.Boundaries.Select(b => (JsonNode)b)]);
        if (!outcome.Attempts.IsDefaultOrEmpty) data["attempts"] = new JsonArray([.. outcome.Attempts.Select(Attempt)]);
    }

    private static JsonNode Attempt(ModelAttempt attempt)
    {
        var told = new JsonObject { ["endpoint"] = attempt.Endpoint, ["result"] = attempt.Result, ["status"] = attempt.Status, ["milliseconds"] = attempt.Milliseconds, ["sent"] = attempt.Sent };
        if (attempt.Rule is { } rule) told["rule"] = rule;
        if (attempt.Boundary is { } boundary) told["boundary"] = boundary;
        told["retentionDays"] = attempt.RetentionDays;
        if (attempt.Contract is { } contract) told["contract"] = contract;
        return told;
    }
}
