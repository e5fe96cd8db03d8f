namespace FunctionsAgent.Feedback;

/// <summary>Which ids turned out to be one person: of a chain of links the id that stays.</summary>
internal sealed class PersonLinks
{
    private readonly SortedDictionary<string, string> into = new(StringComparer.Ordinal);

    public static PersonLinks Of(IEnumerable<Request> links)
    {
        var found = new PersonLinks();
        foreach (var link in links.OrderBy(l => l.At).ThenBy(l => l.Thread, StringComparer.Ordinal).ThenBy(l => l.Seq))
            if (link.Also is { } also && found.Now(also) is var from && found.Now(link.Person) is var to && from != to) found.into[from] = to;
        return found;
    }

    public string Now(string person)
    {
        while (into.TryGetValue(person, out var other)) person = other;
        return person;
    }

    /// <summary>Shards that hold somebody who now belongs to this one.</summary>
    public IEnumerable<int> ShardsInto(int shard) => into.Keys.Where(from => RollUp.Shard(Now(from)) == shard).Select(RollUp.Shard);
}
