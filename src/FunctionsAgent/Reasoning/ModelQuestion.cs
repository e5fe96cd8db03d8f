using System.Collections.Immutable;
using AgentScript;

namespace FunctionsAgent.Reasoning;

/// <summary>The course of one question: who was asked or passed over, and what it took.</summary>
internal sealed class ModelQuestion(ModelRequest request, TimeProvider time)
{
    private readonly long begin = time.GetTimestamp();
    private readonly ImmutableArray<ModelAttempt>.Builder attempts = ImmutableArray.CreateBuilder<ModelAttempt>();
    private (long Input, long Output, long Cost) spent;
    private string? failure;

    public ModelRequest Request => request;

    public bool WasAsked { get; private set; }

    public TimeSpan Remaining => request.Deadline - time.GetElapsedTime(begin);

    public void PassOver(ModelEndpoint endpoint, string why)
    {
        attempts.Add(new(endpoint.Name, why, 0, 0));
        if (!WasAsked && why != ModelFailure.Boundary) failure = why;
    }

    public void Asked(ModelEndpoint endpoint, ModelReply reply, TimeSpan duration)
    {
        WasAsked = true;
        failure = reply.Failure;
        attempts.Add(new(endpoint.Name, reply.Failure ?? "ok", reply.Status, (long)duration.TotalMilliseconds));
        var (input, output) = (reply.InputTokens ?? 0, reply.OutputTokens ?? 0);
        spent = (spent.Input + input, spent.Output + output, spent.Cost + endpoint.Cost(input, output));
    }

    public ModelOutcome Answer(ModelEndpoint endpoint, ModelReply reply) => Outcome(new ModelAnswer(reply.Text, reply.Calls), endpoint);

    /// <param name="why">Null: what the last endpoint that was asked came to; else why none was.</param>
    public ModelOutcome Fail(string? why = null) => Outcome(new ModelAnswer(null, [], why ?? failure ?? ModelFailure.Timeout), null);

    private ModelOutcome Outcome(ModelAnswer answer, ModelEndpoint? endpoint) =>
        new(answer, endpoint?.Name, endpoint?.Deployment, spent.Input, spent.Output, spent.Cost, (long)time.GetElapsedTime(begin).TotalMilliseconds, attempts.ToImmutable());
}
