using Microsoft.AspNetCore.Http;

namespace FunctionsAgent.Access;

/// <summary>Entra ID, where its settings are there: who a request's token or session speaks for.</summary>
public sealed class EntraIdentity(EntraTokens tokens)
{
    /// <summary>Null: nobody we know. A token, where there is one, decides alone; a cookie beside it is not looked at.</summary>
    /// <exception cref="IssuerUnreachableException">A token cannot be judged.</exception>
    public Task<Principal?> CallerAsync(HttpContext context, string? token) =>
        token is null ? Session.ReadAsync(context) : tokens.ReadAsync(context, token);
}
