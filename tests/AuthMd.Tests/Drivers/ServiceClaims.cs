using AuthMd.Claims;
using AuthMd.Http;
using AuthMd.Registrations;
using AuthMd.Tests.Providers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace AuthMd.Tests.Drivers;

public sealed partial class Service
{
    public HeaderSignIn SignIn { get; } = new();

    /// <summary>The claim grant of dialect A.</summary>
    public ClaimPolling Polling { get; private set; } = null!;

    partial void AddClaims()
    {
        SignIn.Accounts = Accounts;
        Polling = new(Store, Registrations, Accounts, Tokens, Assertions, Lifetimes, Audit, Clock);
        Methods.Add(new ServiceAuthMethod(Registrations, Seal, Limits, Lifetimes, Audit, Clock));
        Methods.Add(new RefreshMethod(Registrations, Accounts, Assertions, Lifetimes, Audit, Clock));
    }

    partial void MapClaims(WebApplication app)
    {
        var binding = new ClaimBinding(Registrations, Delegations, new ClaimHistory(Store), Audit);
        var claim = new ClaimEndpoint(new ClaimStart(Registrations, Seal, Lifetimes, Limits, Audit, Clock), Refusals);
        var typing = new ClaimTyping(Registrations, binding, Seal, Audit, Clock);
        var page = new ClaimPage(new ClaimReview(Registrations, Seal, Audit, Clock), typing, new ClaimHistory(Store), SignIn, TestProvider.Trusted, Clock);
        var complete = new ClaimCompleteEndpoint(new ClaimCompletion(Registrations, binding, Accounts, Assertions, Seal, Lifetimes, Audit, Clock), page, Refusals);
        app.MapPost(Routes.Claim, (HttpRequest request, CancellationToken ct) => claim.RunAsync(request, Caller(request.HttpContext), ct));
        app.MapPost(Routes.Complete, (HttpRequest request, CancellationToken ct) => complete.RunAsync(request, Caller(request.HttpContext), ct));
        app.MapGet(Routes.Page, (HttpRequest request, CancellationToken ct) => page.ShowAsync(request, Caller(request.HttpContext), ct));
        app.MapPost(Routes.Confirm, (HttpRequest request, CancellationToken ct) => page.ConfirmAsync(request, Caller(request.HttpContext), ct));
        app.MapPost(Routes.Deny, (HttpRequest request, CancellationToken ct) => page.DenyAsync(request, Caller(request.HttpContext), ct));
    }
}
