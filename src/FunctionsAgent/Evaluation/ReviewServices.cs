using Microsoft.Extensions.DependencyInjection;

namespace FunctionsAgent.Evaluation;

/// <summary>What people look at conversations with, on top of the runtime.</summary>
public static class ReviewServices
{
    public static IServiceCollection AddReview(this IServiceCollection services) =>
        services.AddSingleton<Explainer>().AddSingleton<ExplainApi>().AddSingleton<Reviews>().AddSingleton<ReviewedMarks>().AddSingleton<ReviewApi>();
}
