using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;
using FunctionsAgent.Access;
using FunctionsAgent.Conversations;
using Microsoft.AspNetCore.Http;

namespace FunctionsAgent.Pipeline;

/// <summary>Finding and erasing a person over HTTP. Identifiers travel in bodies: addresses of requests are logged by many.</summary>
public sealed class DataCareApi(Authentication authentication, PersonSearch search, Erasure erasure, RegistrationCare registrations)
{
    private const int MaxBody = 16 * 1024;
    private const int MaxIdentifier = 320;
    private static readonly ImmutableArray<string> Kinds = ["email", "phone", "person", "provider-id"];

    private static readonly FrozenDictionary<string, StaffRole> Roles = NeedsRoleAttribute.Table(typeof(DataCareApi));

    /// <summary><c>{"email"|"phone"|"person"|"provider-id": …}</c>: the person's conversations.</summary>
    [NeedsRole(StaffRole.Staff)]
    public Task<IResult> FindAsync(HttpRequest request, CancellationToken ct) => AsStaffAsync(request, async _ =>
    {
        var (body, problem) = await Requests.ObjectAsync(request, MaxBody, ct);
        if (problem is not null) return problem;
        return Person(body) is { } person ? Results.Json(await search.FindAsync(person.Kind, person.Identifier, ct)) : NoPerson();
    });

    /// <summary>
    /// The same, or <c>{"conversationId"}</c>: their words go, and of a person also the account and what agents' registrations keep of them, told as
    /// a last <c>{"registrations":[ids that ended]}</c>. Called again, it finishes what was interrupted.
    /// </summary>
    [NeedsRole(StaffRole.Admin)]
    public Task<IResult> EraseAsync(HttpRequest request, CancellationToken ct) => AsStaffAsync(request, async caller =>
    {
        var (body, problem) = await Requests.ObjectAsync(request, MaxBody, ct);
        if (problem is not null) return problem;
        var id = Requests.Text(body, "conversationId", 64).Value;
        var person = Person(body);
        if (id is null == person is null) return NoPerson();
        if (id is not null)
        {
            if (!ThreadId.TryParse(id, out var thread) || await erasure.RunAsync(thread.Value, caller.By, ct) is not { } one) return Problem.UnknownConversation();
            return Results.Json(new[] { one });
        }
        var erased = new List<object>();
        foreach (var found in await search.FindAsync(person!.Value.Kind, person.Value.Identifier, ct))
            if (await erasure.RunAsync(found.ConversationId, caller.By, ct) is { } done) erased.Add(done);
        await search.ForgetAsync(person.Value.Kind, person.Value.Identifier, ct);
        // The account is the way to their conversations, so it goes when those are done.
        if (await registrations.EraseAsync(person.Value.Kind, person.Value.Identifier, caller.By, ct) is { } ended) erased.Add(new { registrations = ended });
        return Results.Json(erased);
    });

    private static (string Kind, string Identifier)? Person(JsonElement body)
    {
        var given = Kinds.Select(kind => (Kind: kind, Requests.Text(body, kind, MaxIdentifier).Value)).Where(pair => !string.IsNullOrWhiteSpace(pair.Value)).ToList();
        return given.Count == 1 ? (given[0].Kind, given[0].Value!) : null;
    }

    private static IResult NoPerson() => Problem.Of(400, "one-of", "Name exactly one.", $"{string.Join(", ", Kinds)}; for erasing also conversationId.");

    private Task<IResult> AsStaffAsync(HttpRequest request, Func<Principal, Task<IResult>> answer, [CallerMemberName] string method = "") =>
        authentication.AsStaffAsync(request, Roles[method], answer);
}
