using FunctionsAgent.Conversations;

namespace FunctionsAgent.Tests.Conversations;

public sealed class CallerTests
{
    [Theory]
    [InlineData("channel:ann", "channel", "ann")]
    [InlineData("verified:ann channel:ann", "channel", "ann")]
    [InlineData("stated:ann", "stated", null)]
    [InlineData("none:", "none", null)]
    [InlineData("channel:ann channel:bob", "channel", null)]
    [InlineData("none:eve channel:ann", "none", null)]
    [InlineData("channel:ann stated:ann", "stated", null)]
    [InlineData("", "none", null)]
    public void A_turn_acts_with_the_least_that_is_known_of_its_messages(string messages, string assurance, string? id)
    {
        var all = messages.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(m => m.Split(':')).Select((m, n) => Message($"m{n}", m[0], m[1])).ToList();

        Assert.Equal(new Caller(assurance, id), Caller.Of(all));
    }

    private static Inbound Message(string id, string assurance, string sender) =>
        new(id, id, "agent", "webhook", "shop", assurance, DateTimeOffset.UnixEpoch, null, "text", sender.Length == 0 ? null : sender, null, null);
}
