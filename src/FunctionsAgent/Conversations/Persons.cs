using FunctionsAgent.Storage;

namespace FunctionsAgent.Conversations;

/// <summary>
/// Table <c>Persons</c>: a verified identifier leads to a person, an opaque id that nothing but this table ties to anybody.
/// Partition = <see cref="Contacts.Key"/> of the identifier, row = its namespace; and back, partition = the person, a row for each
/// identifier, so that whoever is forgotten is forgotten under every one. Backward rows are written first: one too many is harmless.
/// </summary>
public sealed class Persons(ITables tables)
{
    public const string Table = "Persons";

    private const int Page = 1000;

    /// <param name="newcomer">The id to give where none of the identifiers is known yet; of two instances at once, one gives it.</param>
    public async Task<Recognised> OfAsync(IReadOnlyList<Identifier> identifiers, string newcomer, CancellationToken ct)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        var unknown = new List<Identifier>();
        foreach (var identifier in identifiers)
            if ((await ForwardAsync(identifier, ct))?.Cells.Json is { } person) found.Add(person);
            else unknown.Add(identifier);
        var one = found.Min ?? newcomer;
        foreach (var identifier in unknown) found.Add(await EnterAsync(identifier, one, ct));
        return new(found.Min!, [.. found.Skip(1)]);
    }

    /// <summary>What leads to one id of a person leads to the other from now on. Done again it changes nothing; who is forgotten meanwhile stays so.</summary>
    public async Task LinkAsync(string person, string also, CancellationToken ct)
    {
        foreach (var back in await tables.RangeAsync(Table, also, "", "\uffff", Page, ct))
        {
            var identifier = Identifier.Parse(back.Key);
            if (await ForwardAsync(identifier, ct) is { } forward && forward.Cells.Json == also)
            {
                await tables.CommitAsync(Table, person, [Write.Upsert(back.Key, new Cells())], ct);
                await tables.TryAsync(Table, identifier.Contact, Write.Update(forward.Key, forward.ETag, new Cells(person)), ct);
            }
            await tables.TryAsync(Table, also, Write.Delete(back.Key, back.ETag), ct);
        }
    }

    /// <summary>The contacts that lead to a person's id.</summary>
    public async Task<IReadOnlyList<string>> ContactsOfAsync(string person, CancellationToken ct) =>
        [.. (await tables.RangeAsync(Table, person, "", "\uffff", Page, ct)).Select(back => Identifier.Parse(back.Key).Contact).Distinct(StringComparer.Ordinal)];

    /// <summary>The contacts under which the persons behind a contact are known; with itself.</summary>
    public async Task<IReadOnlyCollection<string>> ContactsAsync(IEnumerable<string> contacts, CancellationToken ct)
    {
        var all = new SortedSet<string>(contacts, StringComparer.Ordinal);
        foreach (var person in await PersonsAsync([.. all], ct))
            foreach (var back in await tables.RangeAsync(Table, person, "", "\uffff", Page, ct)) all.Add(Identifier.Parse(back.Key).Contact);
        return all;
    }

    /// <summary>The ids of persons with these contacts lead to nobody from now on, and whoever comes again is somebody new.</summary>
    public async Task ForgetAsync(IReadOnlyCollection<string> contacts, CancellationToken ct)
    {
        var persons = await PersonsAsync(contacts, ct);
        foreach (var person in persons)
        {
            // What was asked by goes last: an interrupted run finds the rest by it.
            var all = (await tables.RangeAsync(Table, person, "", "\uffff", Page, ct)).Select(row => Identifier.Parse(row.Key)).OrderBy(identifier => contacts.Contains(identifier.Contact));
            foreach (var identifier in all)
            {
                if (!contacts.Contains(identifier.Contact)) await LeaveAsync(identifier.Contact, identifier.Namespace, person, ct);
                await tables.TryAsync(Table, person, Write.Delete(identifier.ToString()), ct);
            }
        }
        foreach (var contact in contacts)
            foreach (var row in await tables.RangeAsync(Table, contact, "", "\uffff", Page, ct)) if (persons.Contains(row.Cells.Json!)) await LeaveAsync(contact, row.Key, row.Cells.Json!, ct);
        await tables.ForgetAsync(ct);
    }

    private async Task LeaveAsync(string contact, string space, string person, CancellationToken ct)
    {
        if (await tables.GetAsync(Table, contact, space, ct) is { } forward && forward.Cells.Json == person) await tables.TryAsync(Table, contact, Write.Delete(space, forward.ETag), ct);
    }

    private async Task<IReadOnlyCollection<string>> PersonsAsync(IEnumerable<string> contacts, CancellationToken ct)
    {
        var persons = new HashSet<string>(StringComparer.Ordinal);
        foreach (var contact in contacts)
            foreach (var row in await tables.RangeAsync(Table, contact, "", "\uffff", Page, ct)) persons.Add(row.Cells.Json!);
        return persons;
    }

    /// <summary>Whoever enters it first counts.</summary>
    private async Task<string> EnterAsync(Identifier identifier, string person, CancellationToken ct)
    {
        await tables.CommitAsync(Table, person, [Write.Upsert(identifier.ToString(), new Cells())], ct);
        while (true)
        {
            if (await tables.TryAsync(Table, identifier.Contact, Write.Insert(identifier.Namespace, new Cells(person)), ct)) return person;
            if ((await ForwardAsync(identifier, ct))?.Cells.Json is { } earlier) return earlier;
        }
    }

    private Task<Row?> ForwardAsync(Identifier identifier, CancellationToken ct) => tables.GetAsync(Table, identifier.Contact, identifier.Namespace, ct);
}

/// <summary>Who somebody is, as far as their identifiers say.</summary>
/// <param name="Also">Other ids their identifiers led to: the same person.</param>
public sealed record Recognised(string Person, IReadOnlyList<string> Also);
