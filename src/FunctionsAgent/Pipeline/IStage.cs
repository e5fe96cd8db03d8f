using FunctionsAgent.Agents;
using FunctionsAgent.Conversations;
using FunctionsAgent.Queues;

namespace FunctionsAgent.Pipeline;

/// <summary>One stage of a message's way: reads, decides, and answers with a value. Its only effects are calls under keyed rows and index entries.</summary>
public interface IStage
{
    /// <summary>The queue it reads.</summary>
    string Name { get; }

    Task<Decision> RunAsync(Work work, CancellationToken ct);
}

/// <summary>What a stage decides on.</summary>
/// <param name="Tail">The events of the open turn, from its first message on; bounded; read for the reasoning stage, and for tools and output where the package has a policy there.</param>
/// <param name="Pending">Messages waiting for a turn; read for the input stage alone.</param>
public sealed record Work(Envelope Envelope, Head Head, State State, IReadOnlyList<Event> Tail, IReadOnlyList<Inbound> Pending, Package Package)
{
    public string Partition => Envelope.Partition;
}
