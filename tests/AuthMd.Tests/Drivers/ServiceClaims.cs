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

    partial void AddClaims()
    {
        SignIn.Accounts = Accounts;
        Methods.Add(new ServiceAuthMethod(Registrations, Seal, Limits, Lifetimes, Audit, Clock));
        Methods.Add(new RefreshMethod(Registrations, Accounts, Assertions, Lifetimes, Audit, Clock));
    }

    partial void MapClaims(WebApplication app)
    {
        var binding = new ClaimBinding(Registrations, Delegations, new ClaimHistory(Store), Audit);
        var claim = new ClaimEndpoint(new ClaimStart(Registrations, Seal, Lifetimes, Limits, Audit, Clock), Refusals);
        var complete = new ClaimCompleteEndpoint(new ClaimCompletion(Registrations, binding, Accounts, Assertions, Seal, Lifetimes, Audit, Clock), Refusals);
        var page = new ClaimPage(new ClaimReview(Registrations, Seal, Audit, Clock), new ClaimHistory(Store), SignIn, TestProvider.Trusted);
        app.MapPost(Routes.Claim, (HttpRequest request, CancellationToken ct) => claim.RunAsync(request, Caller(request.HttpContext), ct));
        app.MapPost(Routes.Complete, (HttpRequest request, CancellationToken ct) => complete.RunAsync(request, Caller(request.HttpContext), ct));
        app.MapGet(Routes.Page, (HttpRequest request, CancellationToken ct) => page.ShowAsync(request, Caller(request.HttpContext), ct));
        app.MapPost(Routes.Confirm, (HttpRequest request, CancellationToken ct) => page.ConfirmAsync(request, Caller(request.HttpContext), ct));
        app.MapPost(Routes.Deny, (HttpRequest request, CancellationToken ct) => page.DenyAsync(request, Caller(request.HttpContext), ct));
    }
}
