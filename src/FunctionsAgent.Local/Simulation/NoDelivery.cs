using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Channels;

namespace FunctionsAgent.Local.Simulation;

/// <summary>The way out to customers who do not exist: taken, and sent to nobody.</summary>
internal sealed class NoDelivery : IOutbound
{
    public bool Dedupes => true;

    public string? MessageIdOf(Outbound message) => message.Channel == "email" ? $"{message.SendKey}@{SimulatedMail.Ours}" : null;

    public Task<Delivery> SendAsync(Outbound message, CancellationToken ct) => Task.FromResult<Delivery>(new Delivery.Sent(message.SendKey));
}
