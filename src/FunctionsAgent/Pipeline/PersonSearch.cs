using FunctionsAgent.Access;
using FunctionsAgent.Agents;
using FunctionsAgent.Channels;
using FunctionsAgent.Conversations;

namespace FunctionsAgent.Pipeline;

/// <summary>The conversations of a person, by what somebody knows of them. An index may name a thread that is erased or purged: what is answered has a log.</summary>
public sealed class PersonSearch(Indexes indexes, Persons persons, ConversationLog log, Packages packages, ChannelOptions channels, RegistrationCare registrations)
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
            // Also under the other identifiers that are known to be theirs, and what an agent said that acts for them.
            foreach (var contact in await persons.ContactsAsync(await OwnAsync(kind, identifier, ct), ct))
                await foreach (var row in indexes.OfContactAsync(contact, ct)) threads.Add(row.Key);
        }

        var found = new List<FoundConversation>();
        foreach (var thread in threads)
        {
            var head = await log.HeadAsync(thread, ct);
            if (head is not null || await log.PendingCountAsync(thread, 1, ct) > 0) found.Add(new(thread, head?.Agent ?? "", head?.Channel ?? "", head?.LastAt, head?.Seq ?? 0));
        }
        return found;
    }

    /// <summary>No id of theirs in the logs leads to them any more. Their conversations are found by it, so this comes after those.</summary>
    public async Task ForgetAsync(string kind, string identifier, CancellationToken ct)
    {
        if (kind != "provider-id") await persons.ForgetAsync(await OwnAsync(kind, identifier, ct), ct);
    }

    /// <summary>The identifier, and those of an account it names.</summary>
    private async Task<IReadOnlyList<string>> OwnAsync(string kind, string identifier, CancellationToken ct)
    {
        var own = new HashSet<string>(StringComparer.Ordinal) { Contacts.Key(kind, identifier) };
        if (await registrations.AccountAsync(kind, identifier, ct) is not { } account) return [.. own];
        own.Add(Contacts.Key("person", account.Id));
        if (account.Email is { } email) own.Add(Contacts.Key("email", email));
        if (account.Phone is { } phone) own.Add(Contacts.Key("phone", phone));
        return [.. own];
    }
}

public sealed record FoundConversation(string ConversationId, string Agent, string Channel, DateTimeOffset? Last, long Events);
