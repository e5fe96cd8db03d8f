using System.Collections.Frozen;
using System.Globalization;
using System.Runtime.CompilerServices;
using FunctionsAgent.Access;
using FunctionsAgent.Conversations;
using Microsoft.AspNetCore.Http;

namespace FunctionsAgent.Evaluation;

/// <summary>Why a turn went as it did, over HTTP.</summary>
public sealed class ExplainApi(Authentication authentication, Explainer explainer)
{
    private const int Listed = 20;

    private static readonly FrozenDictionary<string, StaffRole> Roles = NeedsRoleAttribute.Table(typeof(ExplainApi));

    /// <summary>An <see cref="Explanation"/> of one turn (<c>t12</c>, <c>m12</c> or <c>last</c>), with <c>?episode=N</c> only of that episode's.</summary>
    [NeedsRole(StaffRole.Reviewer)]
    public Task<IResult> ExplainAsync(HttpRequest request, CancellationToken ct) => AsStaffAsync(request, async _ =>
    {
        if (!ThreadId.TryParse(Requests.Route(request, "conversationId"), out var id)) return Problem.UnknownConversation();
        int? episode = null;
        if (request.Query["episode"].ToString() is { Length: > 0 } given)
        {
            if (!int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return Problem.Of(400, "invalid-episode", "episode must be a whole number.");
            episode = number;
        }
        try
        {
            if (await explainer.FindAsync(id.Value, Requests.Route(request, "turn"), episode, ct) is not var (explanation, turns)) return Problem.UnknownConversation();
            return explanation is null ? UnknownTurn(turns) : Results.Json(explanation);
        }
        catch (Exception e) when (ConversationLog.IsBroken(e))
        {
            return Broken();
        }
    });

    internal static IResult UnknownTurn(IReadOnlyList<string> turns) => Problem.Of(404, "unknown-turn", "There is no such turn in this conversation.",
        turns.Count == 0 ? "It has no turn." : $"Its {(turns.Count > Listed ? $"last {Listed} of {turns.Count} turns" : "turns")}: {string.Join(", ", turns.TakeLast(Listed))}.");

    internal static IResult Broken() => Problem.Of(409, "broken-log", "The log of this conversation cannot be read.", "`verify ID` says where it is broken.");

    private Task<IResult> AsStaffAsync(HttpRequest request, Func<Principal, Task<IResult>> answer, [CallerMemberName] string method = "") =>
        authentication.AsStaffAsync(request, Roles[method], answer);
}
