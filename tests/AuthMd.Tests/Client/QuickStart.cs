using System.Collections.Immutable;
using System.Net.Http.Headers;
using AuthMd.Audit;
using AuthMd.Client;
using AuthMd.Http;
using AuthMd.Providers;
using AuthMd.Tests.Drivers;
using AuthMd.Tokens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace AuthMd.Tests.Client;

/// <summary>The code of the package's README; what stands between the regions is printed there.</summary>
public static class QuickStart
{
    public sealed record Question(string Text);

    public sealed record Reply(string Text, string Registration, string? Account);

    #region service
    public static WebApplication Build(WebApplicationBuilder builder)
    {
        var shop = new AuthMdOptions
        {
            Resource = "https://shop.example/api", ResourceName = "Example Shop", Issuer = "https://shop.example", AuthorizationServers = ["https://shop.example"], RegistrationOpen = true,
            Scopes = ["messages.send", "orders.read"], PreClaimScopes = ["messages.send"], PostClaimScopes = ["messages.send", "orders.read"],
            ScopeDescriptions = ImmutableDictionary<string, string>.Empty.Add("messages.send", "ask questions").Add("orders.read", "see your orders"),
        };

        builder.Services.AddAuthMd();
        // Yours: where things are kept, how they are sealed, who your people are and how they sign in.
        builder.Services.AddSingleton<IAuthMdStore, MemoryStore>().AddSingleton<ISeal, PlainSeal>().AddSingleton<IAccounts, MemoryAccounts>().AddSingleton<ISignIn, HeaderSignIn>();
        builder.Services.AddSingleton<IAuditTrail, NoAuditTrail>().AddSingleton<IRevocations, NoRevocations>();

        var app = builder.Build();
        app.Use(async (context, next) =>
        {
            if (!context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal))
            {
                await next(context);
                return;
            }
            var token = AuthenticationHeaderValue.TryParse(context.Request.Headers.Authorization, out var header) && header.Scheme == "Bearer" ? header.Parameter : null;
            var grant = token is null ? null : await context.RequestServices.GetRequiredService<AccessTokens>().ReadAsync(token, context.RequestAborted);
            context.Features.Set(grant);
            if (grant is null) await Wire.Refuse(Challenge.Refusal(shop, tokenPresented: token is not null)).ExecuteAsync(context);
            else await next(context);
        });
        app.UseRouting();
        app.MapAuthMd(_ => shop);
        app.MapPost("/api/messages", (Question question, HttpContext context) =>
        {
            var grant = context.Features.GetRequiredFeature<Grant>();
            return grant.Scopes.Contains("orders.read")
                ? new Reply("Order 1001 left our house this morning.", grant.Registration, grant.Account)
                : new Reply("Orders are a matter between us and a person. Have yours claim you.", grant.Registration, null);
        });
        return app;
    }
    #endregion

    #region agent
    public static async Task<string> AskAsync(AuthMdClient agent, Func<Uri, Task<string>> askThePerson)
    {
        var registered = await agent.RegisterAsync();
        var answer = await SendAsync(agent, "Where is order 1001?");
        if (registered.Claim is not { } claim) return answer;

        await claim.BeginAsync("ada@example.com");
        // The person opens the link, signs in, sees what is asked for, agrees, and reads a code to the agent.
        await claim.FinishAsync(_ => askThePerson(claim.VerificationUri!));
        return await SendAsync(agent, "Where is order 1001?");
    }

    private static async Task<string> SendAsync(AuthMdClient agent, string text)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "https://shop.example/api/messages") { Content = new StringContent($$"""{"text":"{{text}}"}""", new MediaTypeHeaderValue("application/json")) };
        using var response = await agent.SendAsync(request);
        return await response.Content.ReadAsStringAsync();
    }
    #endregion

    private sealed class NoRevocations : IRevocations
    {
        public Task RevokedAsync(string registrationId, CancellationToken ct) => Task.CompletedTask;
    }
}
