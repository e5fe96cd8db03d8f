using FunctionsAgent.Access;
using FunctionsAgent.Agents;
using FunctionsAgent.Channels;
using FunctionsAgent.Conversations;

namespace FunctionsAgent.Pipeline;

/// <summary>The conversations of a person, by what somebody knows of them. An index may name a thread that is erased or purged: what is answered has a log.</summary>
public sealed class PersonSearch(Indexes indexes, ConversationLog log, Packages packages, ChannelOptions channels, RegistrationCare registrations)
{
    public async Task<IReadOnlyList<FoundConversation>> FindAsync(string kind, string identifier, CancellationToken ct)
    {
        var threads = new SortedSet<string>(StringComparer.Ordinal);
        if (kind == "provider-id")
        {
            var bare = identifier.Trim().TrimStart('<').TrimEnd('>');
            threads.UnionWith(await indexes.OfMessageAsync(bare, ct));
            // A call's thread is made of its id and our number.
            if (channels.Twilio.From is { } number)
                foreach (var package in packages.All) threads.Add(ThreadId.For(package.Name, number, TwilioVoice.Channel, bare).Value);
        }
        else
        {
            await foreach (var row in indexes.OfContactAsync(Contacts.Key(kind, identifier), ct)) threads.Add(row.Key);
            // What an agent said that acts for them.
            if (kind != "person" && await registrations.AccountAsync(kind, identifier, ct) is { } account)
                await foreach (var row in indexes.OfContactAsync(Contacts.Key("person", account.Id), ct)) threads.Add(row.Key);
        }

        var found = new List<FoundConversation>();
        foreach (var thread in threads)
        {
            var head = await log.HeadAsync(thread, ct);
            if (head is not null || await log.PendingCountAsync(thread, 1, ct) > 0) found.Add(new(thread, head?.Agent ?? "", head?.Channel ?? "", head?.LastAt, head?.Seq ?? 0));
        }
        return found;
    }
}

public sealed record FoundConversation(string ConversationId, string Agent, string Channel, DateTimeOffset? Last, long Events);
