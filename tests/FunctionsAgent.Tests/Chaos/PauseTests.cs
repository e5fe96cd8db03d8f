using FunctionsAgent.Pipeline;
using FunctionsAgent.Queues;
using FunctionsAgent.Tests.Drivers;

namespace FunctionsAgent.Tests.Chaos;

[Collection(Seeds.Category)]
[Trait("Category", Seeds.Category)]
public sealed class PauseTests
{
    /// <summary>Pauses again while a resume is waking, and lets the woken conversation meet the new pause first.</summary>
    [Fact]
    public async Task A_conversation_held_again_while_it_is_woken_is_woken_by_the_next_resume()
    {
        var again = new PausingSender();
        await using var chaos = await ChaosHost.StartAsync(services => services.Decorate<IQueueSender>(again.Around));
        var pauses = chaos.Host.Get<Pauses>();
        await pauses.PauseAsync(ChaosAgent.Name, null, "maintenance", "staff", CancellationToken.None);
        var thread = await chaos.DeliverAsync("c", "m", "How do returns work?");
        await chaos.IdleAsync();
        again.Resuming = async () =>
        {
            again.Resuming = null;
            await pauses.PauseAsync(ChaosAgent.Name, null, "more maintenance", "staff", CancellationToken.None);
            return () => chaos.Host.Get<IdleWatch>().SettledAsync(QueueNames.Input, thread, 2, AgentHost.Patience);
        };

        Assert.Equal(1, await pauses.ResumeAsync(ChaosAgent.Name, null, CancellationToken.None));
        await chaos.IdleAsync();
        Assert.DoesNotContain(await chaos.Host.LogAsync(thread), e => e.Type == "MessageReceived");
        Assert.Equal(1, await pauses.ResumeAsync(ChaosAgent.Name, null, CancellationToken.None));
        await chaos.IdleAsync();

        await chaos.CheckAsync(thread, ["m"]);
    }

    private sealed class PausingSender
    {
        /// <summary>Before the wake-up is sent; what it answers, after.</summary>
        public Func<Task<Func<Task>>>? Resuming { get; set; }

        public IQueueSender Around(IQueueSender inner) => new Sender(inner, this);

        private sealed class Sender(IQueueSender inner, PausingSender pausing) : IQueueSender
        {
            public async Task SendAsync(string queue, string session, Envelope envelope, DateTimeOffset? due = null, CancellationToken ct = default)
            {
                var then = envelope.Cause == "resume" && pausing.Resuming is { } resuming ? await resuming() : null;
                await inner.SendAsync(queue, session, envelope, due, ct);
                if (then is not null) await then();
            }
        }
    }
}
