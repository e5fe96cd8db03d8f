using System.Collections.Immutable;
using AgentScript;
using FunctionsAgent.Tools;
using Microsoft.Extensions.Logging;

namespace FunctionsAgent.Reasoning;

/// <summary>
/// Asks the endpoints that fit a question's data, in the agent's order, until one answers or the deadline comes. One that is throttled or
/// down is passed over for the next; when none is left, the first that may be asked again in time is waited for.
/// </summary>
public sealed partial class Models(ModelRegistry registry, ModelBudget budget, ModelMetrics metrics, TimeProvider time, ILogger<Models> logger) : IModels
{
    /// <summary>An attempt that begins at the very end of the deadline is one too.</summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    /// <summary>Code of a request that was not sent, as it would not fit the endpoint's window.</summary>
    internal const string DoesNotFit = "context_window";

    /// <inheritdoc/>
    public async Task<ModelOutcome> AskAsync(ModelRequest request, CancellationToken ct)
    {
        var question = new ModelQuestion(request, time);
        var named = registry.Named(request.Use);
        if (named.Count == 0) return question.Fail(ModelFailure.NoModel);
        var fitting = new List<ModelSource>();
        foreach (var source in named)
        {
            var admission = ModelBoundary.Judge(source.Endpoint, request);
            if (admission.IsAdmitted) fitting.Add(source);
            else question.PassOver(source.Endpoint, ModelFailure.Boundary, admission.Rule);
        }
        if (fitting.Count == 0)
        {
            Log.NowhereToGo(logger, request.Agent, request.Class, string.Join(", ", question.Refusals));
            return question.Fail(ModelFailure.Boundary);
        }
        if (await budget.IsSpentAsync(request, ct)) return question.Fail(ModelFailure.Budget);
        return await AskAsync(question, [.. fitting.Select(source => new ModelCandidate(source, time))], ct);
    }

    private async Task<ModelOutcome> AskAsync(ModelQuestion question, ImmutableArray<ModelCandidate> candidates, CancellationToken ct)
    {
        while (true)
        {
            foreach (var candidate in candidates)
                while (candidate.IsReady && question.Remaining > TimeSpan.Zero)
                    if (await TryAsync(question, candidate, candidates, ct) is { } outcome) return outcome;

            var waiting = candidates.Where(candidate => !candidate.IsOut).ToList();
            if (waiting.Count == 0) return question.Fail();
            var wait = waiting.Min(candidate => candidate.Wait);
            if (wait >= question.Remaining)
            {
                // Told by an earlier question's answer to wait longer than this one can.
                if (!question.WasAsked) question.PassOver(waiting[0].Source.Endpoint, ModelFailure.Throttled);
                return question.Fail();
            }
            await Task.Delay(wait, time, ct);
        }
    }

    /// <summary>Asks a candidate once; an outcome when the question is decided.</summary>
    private async Task<ModelOutcome?> TryAsync(ModelQuestion question, ModelCandidate candidate, ImmutableArray<ModelCandidate> candidates, CancellationToken ct)
    {
        var source = candidate.Source;
        if (source.Circuit.Enter() is not { } pass)
        {
            question.PassOver(source.Endpoint, ModelFailure.CircuitOpen);
            candidate.Leave();
            return null;
        }
        // A peer that hangs must leave the next one time.
        var others = candidates.Any(other => other != candidate && other is { IsOut: false, Tries: 0 });
        var reply = await AskAsync(question, source, pass, others ? question.Remaining / 2 : question.Remaining, ct);
        candidate.Tries++;

        if (reply.Failure is ModelFailure.Throttled or ModelFailure.Unavailable or ModelFailure.Timeout)
        {
            if (source.Circuit.Failed(pass)) Log.CircuitOpened(logger, source.Endpoint.Name, source.Endpoint.Deployment, reply.Failure, CircuitBreaker.Open.TotalSeconds);
            candidate.Postpone(reply);
            return null;
        }
        source.Circuit.Answered(pass);
        switch (reply.Failure)
        {
            case null: return question.Answer(source.Endpoint, reply);
            case ModelFailure.Unauthorized: Log.Unauthorized(logger, source.Endpoint.Name, source.Endpoint.Deployment, reply.Status, reply.Code ?? "-"); break;
            case ModelFailure.Misconfigured: Log.Misconfigured(logger, source.Endpoint.Name, source.Endpoint.Deployment, reply.Status, reply.Code ?? "-"); break;
            case ModelFailure.TooLong: break;
            // Once more, as models are not the same twice; a second time is no accident.
            case ModelFailure.Rubbish when candidate.Tries == 1: return null;
            // The same data would meet the same filter, the same limit elsewhere.
            default: return question.Fail();
        }
        candidate.Leave();
        return null;
    }

    private async Task<ModelReply> AskAsync(ModelQuestion question, ModelSource source, CircuitPass pass, TimeSpan limit, CancellationToken ct)
    {
        var (request, endpoint) = (question.Request, source.Endpoint);
        using var span = ModelTelemetry.Start(endpoint, request);
        using var within = new CancellationTokenSource(limit > Shortest ? limit : Shortest, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, within.Token);
        var begin = time.GetTimestamp();
        ModelReply reply;
        try
        {
            reply = endpoint.ContextWindow is { } window && ModelTokens.Of(request) + request.MaxOutputTokens > window
                ? ModelReply.Failed(ModelFailure.TooLong, 0, DoesNotFit)
                : await source.Client.AskAsync(request, both.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            reply = ModelReply.Failed(ModelFailure.Timeout);
        }
        catch
        {
            source.Circuit.GaveUp(pass);
            throw;
        }
        if (reply.Failure is null) reply = reply with { InputTokens = reply.InputTokens ?? ModelTokens.Of(request), OutputTokens = reply.OutputTokens ?? ModelTokens.Of(reply) };
        var duration = time.GetElapsedTime(begin);
        ModelTelemetry.Finish(span, reply);
        metrics.Asked(endpoint, reply, duration);
        question.Asked(endpoint, reply, duration);
        Log.Asked(logger, endpoint.Name, reply.Failure ?? "ok", reply.Status, reply.Code ?? "-", duration.TotalMilliseconds);
        // Paid for, whether anybody still waits or not.
        if (reply.InputTokens > 0 || reply.OutputTokens > 0) await budget.AddAsync(request.Agent, endpoint, reply.InputTokens ?? 0, reply.OutputTokens ?? 0, CancellationToken.None);
        return reply;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Model {Endpoint} ({Deployment}) failed so often ({Failure}) that it is not asked for {Seconds} s; other endpoints, scripts and people answer meanwhile.")]
        public static partial void CircuitOpened(ILogger logger, string endpoint, string deployment, string failure, double seconds);

        [LoggerMessage(2, LogLevel.Error, "Model {Endpoint} ({Deployment}) refuses our key or identity: status {Status}, code {Code}. Renew Models__{Endpoint}__ApiKey, or give the app's identity a role on it (Cognitive Services OpenAI User).")]
        public static partial void Unauthorized(ILogger logger, string endpoint, string deployment, int status, string code);

        [LoggerMessage(3, LogLevel.Error, "Model {Endpoint} ({Deployment}) does not know what it is asked for: status {Status}, code {Code}. Check Models__{Endpoint}__Endpoint, Deployment and ApiVersion; `doctor` names what is wrong.")]
        public static partial void Misconfigured(ILogger logger, string endpoint, string deployment, int status, string code);

        [LoggerMessage(5, LogLevel.Warning, "{Agent}: no model may have data of class {Class}: {Refusals}. See models.boundaries and models.retentionDays of agent.yaml, and Models__NAME__Boundary, RetentionDays and Contract; `describe` shows both sides.")]
        public static partial void NowhereToGo(ILogger logger, string agent, string @class, string refusals);

        [LoggerMessage(4, LogLevel.Debug, "Model {Endpoint}: {Result}, status {Status}, code {Code}, in {Milliseconds} ms.")]
        public static partial void Asked(ILogger logger, string endpoint, string result, int status, string code, double milliseconds);
    }
}
